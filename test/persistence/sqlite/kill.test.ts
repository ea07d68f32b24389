import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();
const script = new URL('support/commit-for-ever.ts', import.meta.url).pathname;

/** Lets a process commit until it has acknowledged so many turns, kills it on the spot, and gives what it said. */
async function commitUntilKilled(
  path: string,
  turns: number,
): Promise<{ campaign: string; acknowledged: number }> {
  const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    if (lines.length === turns + 1) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'exit'), once(reader, 'close')]);
  return { campaign: lines[0] ?? '', acknowledged: lines.length - 1 };
}

async function expectWholeTurns(store: Store, campaign: string, acknowledged: number): Promise<void> {
  const record = await store.readCampaign(campaign);
  const turns = (record?.seq ?? 0) / 3;
  expect(turns).toBeGreaterThanOrEqual(acknowledged);
  expect(turns).toBeLessThanOrEqual(acknowledged + 1);
  expect(await store.readLastTurn(campaign)).toBe(`turn-${turns}`);
  expect(await store.readLastPosition(campaign)).toBe(3 * turns);
  expect((await store.listImports(campaign))[0]?.enrolled).toBe(3 * turns);
  const events = await store.readEvents({ campaign, afterSeq: 0, limit: 1_000_000 });
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 3 * turns }, (_, index) => index + 1));
  const open = await store.readOpenAttempts(campaign);
  expect(open.map(({ position }) => position)).toEqual(
    Array.from({ length: 3 * (turns - 1) }, (_, index) => index + 1),
  );
  const people = await store.listEnrollments({ campaign, states: ['in-flight'], limit: 1_000_000 });
  expect(people.items.map(({ openAttempt }) => openAttempt)).toEqual(open.map(({ id }) => id));
}

test('after a kill in the middle of commits every acknowledged turn is there, and none is half there', async () => {
  const path = file('store.db');
  const runs: { campaign: string; acknowledged: number }[] = [];
  for (const turns of [1, 7, 40, 150]) {
    runs.push(await commitUntilKilled(path, turns));
    const store = await openSqliteStore({ path });
    for (const { campaign, acknowledged } of runs) await expectWholeTurns(store, campaign, acknowledged);
    await store.close();
  }
  expect(runs.map(({ acknowledged }) => acknowledged).every((count) => count > 0)).toBe(true);
});
