import { expect, test } from 'vitest';
import { movedTables, unmovedTables } from '../../../src/persistence/move/moved-tables.ts';
import { collectionNames } from '../../../src/persistence/mongodb/documents/collections.ts';
import { declaredTables } from '../../../src/persistence/sqlite/rows/declared-tables.ts';

test('every table is moved, or has a reason why it is not', () => {
  const planned = [...movedTables.map(({ table }) => table), ...Object.keys(unmovedTables)];
  expect(planned.toSorted()).toEqual(declaredTables.map(({ table }) => table).toSorted());
});

test('every collection is filled by a table, derived, or belongs to the database alone', () => {
  const derived = ['clientLogs'];
  const own = ['instances', 'meta', 'moves', 'openSessions', 'ownerNotes', 'removals'];
  const filled = movedTables.map(({ collection }) => collection);
  expect([...filled, ...derived, ...own].toSorted()).toEqual([...collectionNames].toSorted());
});

test('every column of a moved table is read, or only reserves space', () => {
  for (const { table, reads } of movedTables) {
    const columns = declaredTables.find((declared) => declared.table === table)?.columns ?? [];
    const unread = columns.filter(({ column }) => !reads.includes(`${table}.${column}`));
    expect(unread.flatMap(({ type, column }) => (type === 'blob' ? [] : [`${table}.${column}`]))).toEqual([]);
  }
});

test('campaigns are moved last', () => {
  expect(movedTables.at(-1)?.table).toBe('campaigns');
});
