import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { dueSingleCalls } from '../../src/queries/due-single-calls.ts';
import { monday, newcomerOf, play } from '../contracts/store/fixtures.ts';

/** Plays single calls that ended at these times; null for one that has not ended. Returns the due ones and the reads. */
async function look(ends: readonly (number | null)[]) {
  const store = await openSqliteStore({ path: ':memory:' });
  const calls = await play(store, { name: 'direct', people: 0 });
  const newcomers = ends.map((_, index) =>
    newcomerOf(index + 1, { identity: `call:${String(index).padStart(6, '0')}` }),
  );
  await calls.enroll(newcomers);
  let reads = 0;
  const counting = {
    ...store,
    async readEnrollments(input: Parameters<typeof store.readEnrollments>[0]) {
      reads += input.positions.length;
      const rows = await store.readEnrollments(input);
      return rows.map((row) => ({ ...row, endedAt: ends[row.position - 1] ?? null }));
    },
  };
  const due: number[] = [];
  for await (const { positions } of dueSingleCalls({ store: counting, client: 'default', before: monday }))
    due.push(...positions);
  await store.close();
  return { due, reads };
}

const [early, late] = [monday - 1, monday];

test('the calls that ended before the instant are found, in all parts', async () => {
  const ends = Array.from({ length: 250 }, (_, index) => (index % 2 === 0 ? early : late));
  const { due } = await look(ends);
  expect(due).toEqual(Array.from({ length: 125 }, (_, index) => 2 * index + 1));
});

test('calls that have not ended do not hide later ones', async () => {
  const ends = [...Array.from({ length: 150 }, () => null), early, late];
  expect((await look(ends)).due).toEqual([151]);
});

test('it stops where calls have ended and none is due', async () => {
  const ends = [early, ...Array.from({ length: 999 }, () => late)];
  expect(await look(ends)).toEqual({ due: [1], reads: 200 });
});
