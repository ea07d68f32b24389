import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { newcomerOf, play } from '../../contracts/store/fixtures.ts';
import { useFolder } from './support/folder.ts';

const fileIn = useFolder();
const tables = [
  'enrollments',
  'contacts',
  'import_rows',
  'imports',
  'event_batches',
  'calendars',
  'removals',
];

function rowsIn(path: string): Record<string, number> {
  const database = new DatabaseSync(path, { readOnly: true });
  const counts = tables.map((table) => {
    const row = database.prepare(`SELECT count(*) AS rows FROM ${table}`).get();
    return [table, Number(row?.['rows'])] as const;
  });
  database.close();
  return Object.fromEntries(counts);
}

test('a removal that a process did not finish is finished by the next one, and no row is left', async () => {
  const path = fileIn('store.db');
  const before = await openSqliteStore({ path });
  const { id, record, enroll } = await play(before, { state: 'draft' });
  await enroll(Array.from({ length: 20 }, (_, index) => newcomerOf(index + 1)));
  await before.removeCampaign({ by: 'key:ops', at: 0, id, rev: record().rev });
  expect(await before.sweepRemoved({ limit: 30 })).toBe(true);
  await before.close();
  expect(rowsIn(path)).toMatchObject({ contacts: 20, removals: 1, import_rows: 0 });

  const after = await openSqliteStore({ path });
  expect(await after.readCampaign(id)).toBeNull();
  while (await after.sweepRemoved({ limit: 30 }));
  await after.close();
  expect(rowsIn(path)).toEqual(Object.fromEntries(tables.map((table) => [table, 0])));
});
