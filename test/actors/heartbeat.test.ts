import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPublishHeartbeat } from '../../src/actors/ownership/heartbeat.ts';
import type { BusMessage } from '../../src/messaging/contract.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';

async function heardFrom(version: string | undefined): Promise<BusMessage<'heartbeats'>[]> {
  const bus = createMemoryBus();
  const heard: BusMessage<'heartbeats'>[] = [];
  await bus.subscribe({ subject: 'heartbeats', handle: (message) => heard.push(message) });
  const publish = createPublishHeartbeat({
    instance: 'one',
    version,
    address: 'http://one.test',
    startedAt: Date.UTC(2027, 2, 1),
    store: { schemaVersion: () => 24 },
    bus,
    clock: { ...createSystemClock(), now: () => Date.UTC(2027, 2, 2) },
    campaigns: () => 3,
  });
  publish();
  await nextTurn();
  await bus.close();
  return heard;
}

test('a heartbeat on the bus says which instance is alive, in which version, and how many campaigns it runs', async () => {
  expect(await heardFrom('1.2.3')).toEqual([
    {
      instance: 'one',
      version: '1.2.3',
      schema: 24,
      address: 'http://one.test',
      startedAt: '2027-03-01T00:00:00.000Z',
      at: '2027-03-02T00:00:00.000Z',
      campaigns: 3,
    },
  ]);
});

test('an engine without a version, such as that of a rehearsal, sends none', async () => {
  expect(await heardFrom(undefined)).toEqual([]);
});
