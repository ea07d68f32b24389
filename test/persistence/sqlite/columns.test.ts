import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import {
  boolean,
  code,
  declaredTypes,
  integer,
  joined,
  json,
  named,
  nullable,
  text,
} from '../../../src/persistence/sqlite/rows/columns/column.ts';
import { insertInto, upsertInto } from '../../../src/persistence/sqlite/rows/columns/sql.ts';
import { declareTable } from '../../../src/persistence/sqlite/rows/columns/table.ts';
import { createCode } from '../../../src/persistence/sqlite/rows/codes.ts';
import { declaredTables, personalColumns } from '../../../src/persistence/sqlite/rows/declared-tables.ts';
import { makePersonalDataDocs } from '../../../scripts/make-personal-data-docs.ts';
import { migrations } from '../../../src/persistence/sqlite/migrations/index.ts';

const database = new DatabaseSync(':memory:');
for (const { sql } of migrations) database.exec(sql);
afterAll(() => database.close());

const tablesOfSchema = (): string[] =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => String(name));

describe('the declared columns', () => {
  test('every table of the schema is declared', () => {
    expect(declaredTables.map(({ table }) => table).toSorted()).toEqual(tablesOfSchema());
  });

  test.each(declaredTables)('$table has the columns that it has in the schema', ({ table, columns }) => {
    const inSchema = database
      .prepare(`SELECT name, type, "notnull" AS required, pk FROM pragma_table_xinfo('${table}')`)
      .all()
      .map(({ name, type, required, pk }) => ({
        name,
        type,
        // SQLite does not say NOT NULL of a primary key.
        nullable: required === 0 && pk === 0,
      }));
    const declared = columns.map(({ column, type, nullable }) => ({
      name: column,
      type: declaredTypes[type],
      nullable,
    }));
    expect(sorted(declared)).toEqual(sorted(inSchema));
  });

  test('personal data is where contacts are named', () => {
    const places = personalColumns().map(({ table, column, personal }) => `${table}.${column}: ${personal}`);
    expect(places).toContain('suppressions.address: address');
    expect(places).toContain('import_rows.cells: content');
    expect(places).toContain('contacts.name: name');
    expect(places).toContain('attempts.address: address');
    expect(places).not.toContainEqual(expect.stringMatching(/^campaigns\./));
  });
});

test('docs/personal-data.md lists every column with personal data', async () => {
  expect(readFileSync('docs/personal-data.md', 'utf8')).toBe(await makePersonalDataDocs());
});

type Fruit = {
  id: number;
  colourOfSkin: string;
  kind: 'apple' | 'plum' | null;
  ripe: boolean;
  tags: readonly string[] | null;
  owner: string;
};

const fruits = declareTable<Fruit>({
  table: 'fruits',
  own: { room: integer() },
  fields: {
    id: integer(),
    colourOfSkin: text({ personal: null }),
    kind: nullable(code(createCode<'apple' | 'plum'>({ words: ['apple', 'plum'] }))),
    ripe: boolean(),
    tags: nullable(json({ personal: null })),
    owner: joined('people.name', named('owned_by', text({ personal: 'name' }))),
  },
});
const plum: Fruit = { id: 1, colourOfSkin: 'blue', kind: 'plum', ripe: true, tags: ['a'], owner: 'Ada' };

describe('a declared table', () => {
  test('converts objects to cells and rows to objects', () => {
    expect(fruits.names).toEqual(['id', 'colour_of_skin', 'kind', 'ripe', 'tags']);
    expect(fruits.cells(plum)).toEqual([1, 'blue', 1, 1, '["a"]']);
    expect(fruits.read([...fruits.cells(plum), 'Ada', 'a further column'])).toEqual(plum);
    const bare: Fruit = { ...plum, kind: null, tags: null, ripe: false };
    expect(fruits.cells(bare)).toEqual([1, 'blue', null, 0, null]);
    expect(fruits.read([...fruits.cells(bare), 'Ada'])).toEqual(bare);
  });

  test('picks some of the properties, in the order they are named in', () => {
    const some = fruits.pick('ripe', 'id');
    expect(some.names).toEqual(['ripe', 'id']);
    expect(some.cells(plum)).toEqual([1, 1]);
    expect(some.read([0, 7])).toEqual({ ripe: false, id: 7 });
  });

  test('writes the lists of statements', () => {
    expect(fruits.select()).toBe('id, colour_of_skin, kind, ripe, tags, people.name');
    expect(fruits.select({ inFull: true })).toMatch(/^fruits\.id, .*, people\.name$/);
    expect(insertInto('fruits', ['id', 'ripe'])).toBe('INSERT INTO fruits (id, ripe) VALUES (?, ?)');
    expect(upsertInto('fruits', { names: ['id', 'ripe', 'kind'], key: ['id'] })).toBe(
      'INSERT INTO fruits (id, ripe, kind) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET ripe = excluded.ripe, kind = excluded.kind',
    );
  });

  test('lists the columns that are in the database', () => {
    expect(fruits.columns.map(({ column }) => column)).toEqual(['room', ...fruits.names]);
  });

  test('the compiler refuses text without a mark', () => {
    // @ts-expect-error -- `personal` is missing
    expect(text({}).personal).toBeUndefined();
  });

  test('a property whose name is no plain word is refused', () => {
    expect(() => declareTable<{ 'a b': number }>({ table: 'odd', fields: { 'a b': integer() } })).toThrow(
      'a b cannot be the name',
    );
  });
});

function sorted<Item extends { name?: unknown }>(items: readonly Item[]): Item[] {
  return items.toSorted((left, right) => String(left.name).localeCompare(String(right.name)));
}
