import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import type { Connection } from '../../../src/persistence/sqlite/connection/connection.ts';
import { openConnection } from '../../../src/persistence/sqlite/connection/open.ts';
import { createSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { newcomerOf, play } from '../../contracts/store/fixtures.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();
let connection: Connection;
let store: Store;

beforeEach(() => {
  const path = file('store.db');
  connection = openConnection({ path });
  store = createSqliteStore({ connection, path });
});
afterEach(async () => store.close());

/** Lets the file grow by so many pages and no more, which SQLite reports exactly as a full disk. */
function leaveRoom(pages: number): void {
  const used = Number(connection.readOne('PRAGMA page_count'));
  connection.exec(`PRAGMA max_page_count = ${used + pages}`);
}

const crowd = Array.from({ length: 2000 }, (_, index) => newcomerOf(index + 1));

test('on a full disk a turn is rejected, nothing of it is kept, and reads go on', async () => {
  const { id, enroll, record } = await play(store);
  leaveRoom(3);
  await expect(enroll(crowd)).rejects.toMatchObject({ code: 'store.full', family: 'overloaded' });
  expect(await store.readCampaign(id)).toEqual(record());
  expect(await store.readLastPosition(id)).toBe(0);
  expect(await store.listImports(id)).toEqual([]);
});

test('health tells of the full disk until there is room again, and then commits work', async () => {
  const { enroll } = await play(store);
  leaveRoom(3);
  await expect(enroll(crowd)).rejects.toMatchObject({ code: 'store.full' });
  expect(await store.health()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('full') as string,
  });
  await store.putStop({ client: '*', reason: null, by: 'test', at: 1 });
  expect(await store.health()).toMatchObject({ ok: false });
  leaveRoom(100_000);
  expect(await store.health()).toMatchObject({ ok: true });
  expect(await store.health()).toEqual({ ok: true, detail: 'ready' });
  expect(await enroll(crowd)).toEqual({ kind: 'committed' });
});

test('every other write is rejected whole as well', async () => {
  const { id } = await play(store);
  leaveRoom(0);
  const body = 'x'.repeat(100_000);
  await expect(store.putInbox({ id: 'evt_1', campaign: id, at: 1, body })).rejects.toMatchObject({
    code: 'store.full',
  });
  await expect(
    store.putReply({ key: 'k', digest: 'd', client: null, status: 200, body, at: 1 }),
  ).rejects.toMatchObject({
    code: 'store.full',
  });
  expect(await store.readInbox({ campaign: id, limit: 9 })).toEqual([]);
  expect(await store.readRequest('k')).toBeNull();
});
