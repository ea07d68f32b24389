import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { createLaggingStores } from './lagging-store.ts';
import type { LaggingStores } from './lagging-store.ts';

const openEmpty = (): Promise<Store> => openSqliteStore({ path: ':memory:' });
const clientsOf = async (store: Store): Promise<string[]> =>
  (await store.listClients()).map(({ client }) => client);
const put = (store: Store, client: string) =>
  store.putClient({ record: { client, settings: {}, updatedAt: 1 }, by: 'test' });

let now = 0;
let file: Store;
let stores: LaggingStores;
let one: Store;
let two: Store;
beforeEach(async () => {
  now = 0;
  file = await openEmpty();
  stores = createLaggingStores({ store: () => file, openCopy: openEmpty, now: () => now, lagMs: 200 });
  one = await stores.connect();
  two = await stores.connect();
});
afterEach(async () => {
  await stores.close();
  await file.close();
});

test('an instance sees its own writes at once, and those of others late', async () => {
  await put(one, 'a');
  expect(await clientsOf(one)).toEqual(['a']);
  now = 199;
  expect(await clientsOf(two)).toEqual([]);
  now = 200;
  expect(await clientsOf(two)).toEqual(['a']);
});

test('a writer sees everything that was written before', async () => {
  await put(one, 'a');
  await put(two, 'b');
  expect(await clientsOf(two)).toEqual(['a', 'b']);
  expect(await clientsOf(one)).toEqual(['a']);
});

test('a write that was refused shows nothing new', async () => {
  await put(one, 'a');
  expect(await two.removeStop({ client: 'a', at: 1, by: 'test', reason: null })).toBe(false);
  expect(await clientsOf(two)).toEqual([]);
});

test('an instance that starts is given the copy of a dead one', async () => {
  await put(one, 'a');
  stores.disconnect(two);
  now = 300;
  expect(await clientsOf(await stores.connect())).toEqual(['a']);
});
