import { channelRegistry } from '../../src/channels/registry.ts';
import { expect, test } from 'vitest';
import { createInstanceKnowledge } from '../../src/actors/host/instance-knowledge.ts';
import type { NewSettings } from '../../src/persistence/contract/clients/settings.ts';
import type { ClientRecord, Store } from '../../src/persistence/contract/store.ts';
import { createTestTime } from '../support/time/test-time.ts';
import { unlimited } from '../support/service/process.ts';

const recordOf = (concurrent: number): ClientRecord => ({
  client: 'acme',
  settings: { limits: { concurrent } },
  updatedAt: 0,
});

/** A store whose answers are given by the test, in any order. */
function createSlowStore() {
  const changes: ((found: NewSettings | null) => void)[] = [];
  const clients: ((found: ClientRecord | null) => void)[] = [];
  const store: Pick<Store, 'readNewSettings' | 'readClient'> = {
    readNewSettings: () => new Promise((resolve) => void changes.push(resolve)),
    readClient: () => new Promise((resolve) => void clients.push(resolve)),
  };
  const knowledge = createInstanceKnowledge({
    store: store as Store,
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    pacingMarginMs: () => 0,
    facts: channelRegistry.channels,
    clocks: createTestTime().clocks,
  });
  return { knowledge, changes, clients };
}

test('settings that change while a client is first read are read again', async () => {
  const { knowledge, changes, clients } = createSlowStore();
  const first = knowledge.clientSettings('acme');
  const refreshed = knowledge.refresh();
  changes[0]?.({ rev: 2, clients: [recordOf(7)], stops: [], rated: [] });
  await refreshed;
  clients[0]?.(recordOf(3));
  await expect.poll(() => clients.length).toBe(2);
  clients[1]?.(recordOf(7));
  expect((await first).limits.concurrent).toBe(7);
  expect(knowledge.knownSettings('acme')?.limits.concurrent).toBe(7);
});

test('a read of the settings that returns after a later one is ignored', async () => {
  const { knowledge, changes, clients } = createSlowStore();
  const first = knowledge.clientSettings('acme');
  clients[0]?.(recordOf(3));
  await first;
  const [slow, fast] = [knowledge.refresh(), knowledge.refresh()];
  const stop = { client: 'acme', reason: null, by: 'test', at: 0 };
  changes[1]?.({ rev: 5, clients: [recordOf(7)], stops: [stop], rated: [] });
  expect(await fast).toEqual({ settings: true, stops: true });
  changes[0]?.({ rev: 4, clients: [recordOf(5)], stops: [], rated: [] });
  expect(await slow).toEqual({ settings: false, stops: false });
  expect((await knowledge.clientSettings('acme')).limits.concurrent).toBe(7);
  expect(knowledge.stops()).toEqual([stop]);
});
