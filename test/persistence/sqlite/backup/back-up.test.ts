import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { copyStoreFile, readBackup } from '../../../../src/persistence/sqlite/backup/read-backup.ts';
import { openSqliteStore } from '../../../../src/persistence/sqlite/sqlite-store.ts';
import type { Store } from '../../../../src/persistence/contract/store.ts';
import { campaignOf, play } from '../../../contracts/store/fixtures.ts';
import { hashFolder, useFolder } from '../support/folder.ts';

const fileIn = useFolder();
const open: Store[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});
async function openFile(name: string): Promise<Store> {
  const store = await openSqliteStore({ path: fileIn(name) });
  open.push(store);
  return store;
}

test('a copy is made while turns are committed, and is the store at one moment', async () => {
  const store = await openFile('store.db');
  const { id, commit } = await play(store);
  const copying = { isDone: false };
  const copied = store.backUp({ path: fileIn('copy.db') }).then(() => {
    copying.isDone = true;
  });
  let commits = 0;
  while (!copying.isDone || commits < 20) {
    expect(await commit({ events: [{}] })).toEqual({ kind: 'committed' });
    commits += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await copied;
  expect(readBackup({ path: fileIn('copy.db') })).toMatchObject({ campaigns: 1 });
  const copy = await openFile('copy.db');
  const events = await copy.readEvents({ campaign: id, afterSeq: 0, limit: 10_000 });
  expect(events.length).toBe((await copy.readCampaign(id))?.seq);
  expect(events.length).toBeLessThanOrEqual(commits);
});

test('a copy is one file, and reading it leaves no other', async () => {
  const store = await openFile('store.db');
  await store.createCampaign(campaignOf());
  await store.backUp({ path: fileIn('copy.db') });
  readBackup({ path: fileIn('copy.db') });
  const names = readdirSync(dirname(fileIn('copy.db'))).filter((name) => name.startsWith('copy'));
  expect(names).toEqual(['copy.db']);
});

test('a store that no process has open is copied without a change, with what is only in its log', async () => {
  const first = await openSqliteStore({ path: fileIn('store.db') });
  await first.createCampaign(campaignOf());
  await first.close();
  const before = hashFolder(dirname(fileIn('store.db')));
  await copyStoreFile({ from: fileIn('store.db'), to: fileIn('copy.db') });
  const { 'copy.db': _copy, ...after } = hashFolder(dirname(fileIn('store.db')));
  expect(after).toEqual(before);
  expect(readBackup({ path: fileIn('copy.db') })).toMatchObject({ campaigns: 1 });
});

test('an open store, a missing file and a file of another program are refused', async () => {
  await openFile('store.db');
  await expect(copyStoreFile({ from: fileIn('store.db'), to: fileIn('copy.db') })).rejects.toMatchObject({
    code: 'store.locked',
  });
  expect(() => readBackup({ path: fileIn('none.db') })).toThrow('There is no file');
});
