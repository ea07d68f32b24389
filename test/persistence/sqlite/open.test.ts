import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { isRingmasterError } from '../../../src/domain/errors.ts';
import { applicationId, migrate } from '../../../src/persistence/sqlite/connection/migrate.ts';
import { migrations } from '../../../src/persistence/sqlite/migrations/index.ts';
import { createConnection } from '../../../src/persistence/sqlite/connection/connection.ts';
import { openConnection } from '../../../src/persistence/sqlite/connection/open.ts';
import { createSqliteStore, openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { newcomerOf, play } from '../../contracts/store/fixtures.ts';
import { hashFolder, useFolder } from './support/folder.ts';

const file = useFolder();

/** A store that was in use and closed. */
async function usedStore(path: string): Promise<void> {
  const store = await openSqliteStore({ path });
  const { enroll } = await play(store);
  await enroll(Array.from({ length: 300 }, (_, index) => newcomerOf(index + 1)));
  await store.close();
}

/** Opens `path`, which must be refused with words about it, and gives the code and whether its folder is as it was. */
async function refusalOf(path: string): Promise<{ code: string; untouched: boolean }> {
  const before = hashFolder(dirname(path));
  const error: unknown = await openSqliteStore({ path }).catch((refusal: unknown) => refusal);
  if (!isRingmasterError(error)) throw new Error(`${path} was not refused`);
  expect(error.message).toContain(path);
  expect(error.hint).toMatch(/\w/);
  const untouched = JSON.stringify(hashFolder(dirname(path))) === JSON.stringify(before);
  return { code: error.code, untouched };
}

function withDatabase(path: string, run: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  run(database);
  database.close();
}

test.each([
  ['text', Buffer.from('name,phone\nAnn,+12025550100\n'.repeat(500))],
  ['three bytes', Buffer.from('SQL')],
  ['noise after a good header', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(9000, 7)])],
])('a file that is no database (%s) is refused and left alone', async (_, bytes) => {
  writeFileSync(file('store.db'), bytes);
  expect(await refusalOf(file('store.db'))).toEqual({ code: 'store.corrupt', untouched: true });
});

test('a file cut short is refused and left alone', async () => {
  await usedStore(file('store.db'));
  truncateSync(file('store.db'), statSync(file('store.db')).size - 20_000);
  expect(await refusalOf(file('store.db'))).toEqual({ code: 'store.corrupt', untouched: true });
});

test('a file with a damaged page is refused and left alone', async () => {
  await usedStore(file('store.db'));
  const bytes = readFileSync(file('store.db'));
  writeFileSync(file('store.db'), bytes.fill(0x5a, 5 * 4096, 9 * 4096));
  expect(await refusalOf(file('store.db'))).toEqual({ code: 'store.corrupt', untouched: true });
});

test('a database of another program is refused and left alone', async () => {
  withDatabase(file('store.db'), (database) => database.exec('CREATE TABLE notes (text)'));
  expect(await refusalOf(file('store.db'))).toEqual({ code: 'store.foreign', untouched: true });
});

test('a file of a newer version is refused and left alone', async () => {
  await usedStore(file('store.db'));
  withDatabase(file('store.db'), (database) =>
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`),
  );
  expect(await refusalOf(file('store.db'))).toEqual({ code: 'store.newer', untouched: true });
});

test('a newer version that stands only in the write-ahead log of a killed process is seen, and the log left alone', async () => {
  mkdirSync(file('live'));
  mkdirSync(file('copy'));
  const live = new DatabaseSync(file('live/store.db'));
  live.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; CREATE TABLE campaigns (id);
    PRAGMA application_id = ${applicationId}; PRAGMA user_version = 99`);
  for (const name of ['store.db', 'store.db-wal']) copyFileSync(file(`live/${name}`), file(`copy/${name}`));
  live.close();
  expect(await refusalOf(file('copy/store.db'))).toEqual({ code: 'store.newer', untouched: true });
});

test('a folder that cannot be made or a path that is a folder is unreadable', async () => {
  writeFileSync(file('in-the-way'), '');
  await expect(openSqliteStore({ path: file('in-the-way/store.db') })).rejects.toMatchObject({
    code: 'store.unreadable',
    message: expect.stringContaining('in-the-way') as string,
  });
  await expect(openSqliteStore({ path: '/proc/ringmaster/deep/store.db' })).rejects.toMatchObject({
    code: 'store.unreadable',
  });
  mkdirSync(file('store.db'));
  await expect(openSqliteStore({ path: file('store.db') })).rejects.toMatchObject({
    code: 'store.unreadable',
  });
});

test.skipIf(process.getuid?.() === 0)('a folder one may not write to is unreadable', async () => {
  mkdirSync(file('closed'));
  chmodSync(file('closed'), 0o500);
  await expect(openSqliteStore({ path: file('closed/store.db') })).rejects.toMatchObject({
    code: 'store.unreadable',
  });
  chmodSync(file('closed'), 0o700);
});

test('a missing folder is made, an empty file becomes a store', async () => {
  const inside = await openSqliteStore({ path: file('new/deep/store.db') });
  await inside.close();
  writeFileSync(file('empty.db'), '');
  const empty = await openSqliteStore({ path: file('empty.db') });
  expect(await empty.listStops()).toEqual([]);
  await empty.close();
});

test('every commit is synced: journal and level are read back from the connection', async () => {
  const connection = openConnection({ path: file('store.db') });
  expect(connection.readOne('PRAGMA journal_mode')).toBe('wal');
  expect(connection.readOne('PRAGMA synchronous')).toBe(2);
  expect(connection.readOne('PRAGMA locking_mode')).toBe('exclusive');
  expect(connection.readOne('PRAGMA foreign_keys')).toBe(0);
  connection.close();
  const store = await openSqliteStore({ path: file('store.db'), synchronous: 'normal' });
  expect(store.describe()).toContain('synchronous NORMAL');
  await store.close();
});

test('reservations are synced with the turn that follows them and leave the level as it was; one that fails leaves nothing behind', async () => {
  const connection = openConnection({ path: file('store.db') });
  const store = createSqliteStore({ connection, path: file('store.db') });
  await play(store);
  const cap = { scope: 'account', concurrent: 1, perSecond: null, perHour: null, perDay: null };
  const reserve = (caps: readonly (typeof cap)[], id: number) =>
    store.reserve({
      campaign: 'cmp_spring',
      epoch: 1,
      id,
      caps,
      want: 1,
      now: 1,
      horizonMs: 1,
      hour: '',
      day: '',
    });
  await reserve([cap], 1);
  expect(connection.readOne('PRAGMA synchronous')).toBe(2);
  const unstorable = { ...cap, scope: Symbol('none') as unknown as string };
  const other = { ...cap, scope: 'global' };
  await expect(reserve([other, unstorable], 2)).rejects.toThrow(TypeError);
  expect(connection.readOne('PRAGMA synchronous')).toBe(2);
  expect(await store.readLimits(['global'])).toMatchObject([{ held: 0 }]);
  expect((await reserve([other], 2)).starts).toHaveLength(1);
  await store.close();
});

test.each(migrations.map((_, version) => version))(
  'a file of version %i is brought up to the newest schema, whole',
  async (version) => {
    const schema = (path: string): unknown => {
      const connection = openConnection({ path });
      const rows = connection.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
      const marks = [connection.readOne('PRAGMA user_version'), connection.readOne('PRAGMA application_id')];
      connection.close();
      return [rows, marks];
    };
    withDatabase(file('old.db'), (database) => {
      const connection = createConnection({ database, synchronous: 'full' });
      if (version > 0) migrate({ connection, path: 'old.db', list: migrations.slice(0, version) });
    });
    expect(schema(file('old.db'))).toEqual(schema(file('new.db')));
  },
);

test('a calendar of an earlier version keeps its region as the one of several', () => {
  withDatabase(file('old.db'), (database) => {
    const connection = createConnection({ database, synchronous: 'full' });
    migrate({ connection, path: 'old.db', list: migrations.slice(0, 4) });
    const put = connection.prepare('INSERT INTO calendars (campaign, number, calendar) VALUES (1, ?, ?)');
    put.run(1, '{"zones":["Europe/London"],"region":"GB"}');
    put.run(2, '{"zones":["UTC"],"region":null}');
  });
  openConnection({ path: file('old.db') }).close();
  withDatabase(file('old.db'), (database) => {
    const rows = database.prepare('SELECT calendar FROM calendars ORDER BY number').all();
    expect(rows.map(({ calendar }) => JSON.parse(calendar as string) as unknown)).toEqual([
      { zones: ['Europe/London'], regions: ['GB'] },
      { zones: ['UTC'], regions: [] },
    ]);
  });
});

test('a migration that fails leaves the file at the version it had', () => {
  withDatabase(file('store.db'), (database) => {
    const connection = createConnection({ database, synchronous: 'full' });
    migrate({ connection, path: 'store.db' });
    const list = [
      ...migrations,
      { name: 'good', sql: 'CREATE TABLE more (a)' },
      { name: 'bad', sql: 'CREATE nonsense' },
    ];
    expect(() => migrate({ connection, path: 'store.db', list })).toThrow('syntax error');
    expect(connection.readOne('PRAGMA user_version')).toBe(migrations.length);
    expect(connection.readOne(`SELECT count(*) FROM sqlite_schema WHERE name = 'more'`)).toBe(0);
  });
});
