import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openConnection } from '../../../src/persistence/sqlite/connection/open.ts';
import { createScrub } from '../../../src/persistence/sqlite/erasure/scrub.ts';
import { leaveRemains, remains } from './support/remains.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();

/** Scrubs a store whose file has remains. Returns what the order returned, and what the files have afterwards. */
function scrub(order: { whole: boolean; mostBytesAtOnce?: (bytes: number) => number }) {
  const path = file('store.db');
  openConnection({ path }).close();
  leaveRemains(path);
  const connection = openConnection({ path });
  connection.exec('CREATE TABLE late (text)');
  const logBytes = statSync(`${path}-wal`).size;
  const { mostBytesAtOnce } = order;
  const run = createScrub({
    connection,
    ...(mostBytesAtOnce && { mostBytesAtOnce: mostBytesAtOnce(statSync(path).size) }),
  });
  const isRebuilt = run({ whole: order.whole });
  const logAfter = existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0;
  connection.close();
  return { isRebuilt, logBytes, logAfter, hasRemains: readFileSync(path).includes(remains) };
}

test('a file of up to the limit is rebuilt without remains', () => {
  const found = scrub({ whole: false, mostBytesAtOnce: (bytes) => 2 * bytes });
  expect(found).toMatchObject({ isRebuilt: true, hasRemains: false, logAfter: 0 });
});

test('a larger file is not rebuilt, but its log is emptied', () => {
  const found = scrub({ whole: false, mostBytesAtOnce: (bytes) => bytes - 1 });
  expect(found).toMatchObject({ isRebuilt: false, hasRemains: true, logAfter: 0 });
  expect(found.logBytes).toBeGreaterThan(0);
});

test('an order for the whole file rebuilds a larger one', () => {
  const found = scrub({ whole: true, mostBytesAtOnce: (bytes) => bytes - 1 });
  expect(found).toMatchObject({ isRebuilt: true, hasRemains: false });
});

test('without another limit a small store is rebuilt', () => {
  expect(scrub({ whole: false })).toMatchObject({ isRebuilt: true, hasRemains: false });
});
