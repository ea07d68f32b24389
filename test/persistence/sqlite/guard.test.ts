import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { newcomerOf, play } from '../../contracts/store/fixtures.ts';
import { hashFolder, useFolder } from './support/folder.ts';
import { suppressionOf } from '../../support/builders/suppressions.ts';

const file = useFolder();
const numbered = (n: number) =>
  suppressionOf({ client: 'north', address: `+1212555${String(n).padStart(4, '0')}`, at: n });

async function put(store: Store, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) await store.putSuppression(numbered(n));
}

async function count(path: string): Promise<number> {
  const store = await openSqliteStore({ path });
  const { items } = await store.listSuppressions({ limit: 1_000 });
  await store.close();
  return items.length;
}

/** What a process that was killed leaves in `name/`, after so many commits. */
async function killed(name: string, commits: number): Promise<string> {
  mkdirSync(file(`${name}-live`));
  mkdirSync(file(name));
  const store = await openSqliteStore({ path: file(`${name}-live/store.db`) });
  await put(store, 0, commits);
  for (const suffix of ['', '-wal', '-state'])
    copyFileSync(file(`${name}-live/store.db${suffix}`), file(`${name}/store.db${suffix}`));
  await store.close();
  return file(`${name}/store.db`);
}

test('what a killed process acknowledged is all there', async () => {
  expect(await count(await killed('a', 40))).toBe(40);
});

test('a killed process after many checkpoints, and kill after kill, loses nothing and is never refused', async () => {
  const path = await killed('a', 300);
  expect(await count(path)).toBe(300);
  const store = await openSqliteStore({ path });
  const { enroll } = await play(store);
  for (let batch = 0; batch < 8; batch += 1)
    await enroll(Array.from({ length: 500 }, (_, index) => newcomerOf(batch * 500 + index + 1)));
  mkdirSync(file('again'));
  for (const suffix of ['', '-wal', '-state'])
    copyFileSync(`${path}${suffix}`, file(`again/store.db${suffix}`));
  await store.close();
  expect(await count(file('again/store.db'))).toBe(300);
});

/** Opens `path`, which must be refused with that code and left as it was. */
async function refused(path: string, code: string): Promise<void> {
  const before = hashFolder(dirname(path));
  await expect(openSqliteStore({ path })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(path) as string,
    hint: expect.stringMatching(/backup/) as string,
  });
  expect(hashFolder(dirname(path))).toEqual(before);
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(path, bytes);
}

const frame = 4_120;
test.each<[string, (path: string) => void]>([
  ['a damaged page in the middle of its log', (path) => flip(`${path}-wal`, 32 + frame * 20 + 700)],
  ['a damaged page at the end of its log', (path) => flip(`${path}-wal`, statSync(`${path}-wal`).size - 9)],
  ['a damaged frame header', (path) => flip(`${path}-wal`, 32 + frame * 5 + 3)],
  ['a damaged header of its log', (path) => flip(`${path}-wal`, 17)],
  [
    'a log without its last commit',
    (path) => truncateSync(`${path}-wal`, statSync(`${path}-wal`).size - frame),
  ],
  ['a log cut short within a page', (path) => truncateSync(`${path}-wal`, 32 + frame * 9 + 100)],
  ['an empty log', (path) => truncateSync(`${path}-wal`)],
  ['no log', (path) => rmSync(`${path}-wal`)],
  ['zeros for a log', (path) => writeFileSync(`${path}-wal`, Buffer.alloc(statSync(`${path}-wal`).size))],
])('a store with %s is refused and left alone', async (_, damage) => {
  const path = await killed('a', 40);
  damage(path);
  await refused(path, 'store.frames-lost');
});

test('the log of another store is refused', async () => {
  const [path, other] = [await killed('a', 40), await killed('b', 40)];
  copyFileSync(`${other}-wal`, `${path}-wal`);
  await refused(path, 'store.frames-lost');
});

test.each([
  ['removed', rmSync],
  ['emptied', (path: string) => truncateSync(path)],
])('a store file that was %s beside its log is not taken for a new store', async (_, lose) => {
  const path = await killed('a', 10);
  lose(path);
  await refused(path, 'store.missing');
  rmSync(`${path}-state`);
  await refused(path, 'store.missing');
});

test('a store file removed after an orderly end is not taken for a new store, until its state file goes too', async () => {
  const store = await openSqliteStore({ path: file('store.db') });
  await put(store, 0, 3);
  await store.close();
  expect(existsSync(file('store.db-wal'))).toBe(false);
  rmSync(file('store.db'));
  await refused(file('store.db'), 'store.missing');
  rmSync(file('store.db-state'));
  expect(await count(file('store.db'))).toBe(0);
});

test('the hint works: without the state file what is left is accepted', async () => {
  const path = await killed('a', 40);
  const { size } = statSync(`${path}-wal`);
  // The last commits are lost, however many frames the schema takes.
  truncateSync(`${path}-wal`, size - frame * 10);
  await refused(path, 'store.frames-lost');
  rmSync(`${path}-state`);
  const left = await count(path);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(40);
});

test('another program may have read the file of a killed process, and emptied its log into it', async () => {
  const path = await killed('a', 40);
  const other = new DatabaseSync(path);
  other.prepare('SELECT count(*) FROM suppressions').get();
  other.close();
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(await count(path)).toBe(40);
});

test('a log that continues after the marked end is used whole: the mark may be an older one', async () => {
  const path = await killed('a', 40);
  mkdirSync(file('later'));
  const later = await killed('b', 10);
  const old = readFileSync(`${later}-state`);
  const store = await openSqliteStore({ path: later });
  await put(store, 10, 30);
  for (const suffix of ['', '-wal']) copyFileSync(`${later}${suffix}`, file(`later/store.db${suffix}`));
  writeFileSync(file('later/store.db-state'), old);
  await store.close();
  expect(await count(file('later/store.db'))).toBe(30);
  expect(await count(path)).toBe(40);
});

test('a file of an older release, without a state file, opens as ever', async () => {
  const path = await killed('a', 12);
  rmSync(`${path}-state`);
  expect(await count(path)).toBe(12);
  expect(existsSync(`${path}-state`)).toBe(true);
});

test('a state file that cannot be read asks for nothing', async () => {
  const path = await killed('a', 12);
  writeFileSync(`${path}-state`, 'nonsense');
  expect(await count(path)).toBe(12);
});

type Loss = [string, (path: string) => void];
const losses: Loss[] = [
  ['the file is removed', (path) => rmSync(path)],
  ['the log is removed', (path) => rmSync(`${path}-wal`)],
  ['both are removed', (path) => [path, `${path}-wal`].forEach((one) => rmSync(one))],
  [
    'the file is replaced by a copy',
    (path) => (copyFileSync(path, `${path}.b`), renameSync(`${path}.b`, path)),
  ],
  ['the file is moved away', (path) => renameSync(path, `${path}.away`)],
  ['the file is emptied', (path) => truncateSync(path)],
  ['the log is emptied', (path) => truncateSync(`${path}-wal`)],
  ['the folder is removed', (path) => rmSync(dirname(path), { recursive: true })],
];

test.each(losses)(
  'when %s in use, the next write is not acknowledged, nor anything after it',
  async (_, lose) => {
    mkdirSync(file('live'));
    const path = file('live/store.db');
    const lost: unknown[] = [];
    const store = await openSqliteStore({ path, onLost: (error) => void lost.push(error) });
    await put(store, 0, 5);
    expect(await store.health()).toMatchObject({ ok: true });
    lose(path);
    await expect(put(store, 5, 6)).rejects.toMatchObject({ code: 'store.gone' });
    await expect(store.listStops()).rejects.toMatchObject({ code: 'store.gone' });
    await expect(store.health()).rejects.toMatchObject({ code: 'store.gone' });
    expect(lost).toHaveLength(1);
    await store.close();
  },
);

test.each(losses)('when %s and nothing is written, the next heartbeat finds out', async (_, lose) => {
  mkdirSync(file('live'));
  const path = file('live/store.db');
  const store = await openSqliteStore({ path });
  await put(store, 0, 5);
  lose(path);
  const beat = store.beat({ id: 'one', startedAt: 1, address: null, beatAt: null });
  await expect(beat).rejects.toMatchObject({ code: 'store.gone' });
  await store.close();
});

test('closing a store whose files were replaced leaves the others alone', async () => {
  mkdirSync(file('live'));
  const path = file('live/store.db');
  const store = await openSqliteStore({ path });
  await put(store, 0, 5);
  renameSync(path, `${path}.away`);
  appendFileSync(path, 'not ours');
  await expect(put(store, 5, 6)).rejects.toMatchObject({ code: 'store.gone' });
  await store.close();
  expect(readFileSync(path, 'utf8')).toBe('not ours');
  expect(existsSync(`${path}-wal`)).toBe(true);
});
