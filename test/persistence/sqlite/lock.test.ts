import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { useFolder } from './support/folder.ts';
import { campaignOf, monday } from '../../contracts/store/fixtures.ts';

const file = useFolder();
const script = new URL('support/hold-lock.ts', import.meta.url).pathname;
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
});

/** Starts a process that opens the store, and gives what it says about that. */
async function openElsewhere(path: string): Promise<{ child: ChildProcess; outcome: string }> {
  const child = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [outcome] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, outcome };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a file that another process has open is refused by name, until that process is dead', async () => {
  const path = file('store.db');
  const { child, outcome } = await openElsewhere(path);
  expect(outcome).toBe('open');
  await expect(openSqliteStore({ path })).rejects.toMatchObject({
    code: 'store.locked',
    family: 'conflict',
    message: expect.stringContaining(path) as string,
    hint: expect.stringContaining('DATA_DIR') as string,
  });
  await kill(child);
  const store = await openSqliteStore({ path });
  expect(await store.health()).toMatchObject({ ok: true });
  await store.close();
});

test('another process is refused for as long as the store is open here, whatever else was tried meanwhile', async () => {
  const path = file('store.db');
  const store = await openSqliteStore({ path });
  expect((await openElsewhere(path)).outcome).toBe('store.locked');
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store.locked' });
  expect((await openElsewhere(path)).outcome).toBe('store.locked');
  await store.putStop({ client: '*', reason: null, by: 'test', at: 1 });
  await store.close();
  expect((await openElsewhere(path)).outcome).toBe('open');
});

test('instances of dead processes are forgotten when the store is opened', async () => {
  const path = file('store.db');
  const before = await openSqliteStore({ path });
  await before.createCampaign(campaignOf({ owner: 'instance-a' }));
  await before.beat({ id: 'instance-a', startedAt: 1, address: null, beatAt: monday });
  await before.close();
  const after = await openSqliteStore({ path });
  expect(await after.listInstances()).toEqual([]);
  const takeover = { at: monday + 9_000, from: 'instance-a', beatAt: null, cause: 'dead' } as const;
  await after.claimCampaign({ campaign: 'cmp_spring', fromEpoch: 1, instance: 'instance-b', takeover });
  // The takeover still tells the last heartbeat.
  expect(await after.listTakeovers({ limit: 9 })).toMatchObject([{ ...takeover, beatAt: monday }]);
  await after.close();
});

test('a closed store says so', async () => {
  const store = await openSqliteStore({ path: file('store.db') });
  await store.close();
  await expect(store.listStops()).rejects.toMatchObject({ code: 'store.closed' });
  await expect(store.beat({ id: 'a', startedAt: 1, address: null, beatAt: null })).rejects.toMatchObject({
    code: 'store.closed',
  });
});
