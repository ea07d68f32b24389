import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fileMoves } from '../../../src/cli/backup/file-moves.ts';
import { preparedPath, putInPlace } from '../../../src/cli/backup/put-in-place.ts';
import type { FileMoves } from '../../../src/cli/backup/put-in-place.ts';
import { isRingmasterError } from '../../../src/domain/errors.ts';
import { openConnection } from '../../../src/persistence/sqlite/connection/open.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { campaignOf } from '../../contracts/store/fixtures.ts';
import { useFolder } from '../../persistence/sqlite/support/folder.ts';

const fileIn = useFolder();

async function storeWith(path: string, name: string): Promise<void> {
  const store = await openSqliteStore({ path });
  await store.createCampaign(campaignOf({ name }));
  await store.close();
}

/** A folder with the store of a killed process, whose last commits are only in its log, and a prepared one. */
async function prepare(store: string): Promise<void> {
  await storeWith(preparedPath(store), 'new');
  rmSync(`${preparedPath(store)}-state`, { force: true });
  const other = join(dirname(store), 'other.db');
  await storeWith(other, 'old');
  const connection = openConnection({ path: other });
  connection.exec("UPDATE campaigns SET name = 'old'");
  for (const suffix of ['', '-wal', '-state'])
    if (existsSync(`${other}${suffix}`)) copyFileSync(`${other}${suffix}`, `${store}${suffix}`);
  connection.close();
  for (const suffix of ['', '-state', '-wal', '-shm']) rmSync(`${other}${suffix}`, { force: true });
}

class Killed extends Error {}

/** The operations of the file system until the process is killed. */
function movesUntil(limit: number): FileMoves {
  let count = 0;
  const once =
    <Input extends readonly unknown[]>(move: (...input: Input) => void) =>
    (...input: Input): void => {
      if (count >= limit) throw new Killed();
      count += 1;
      move(...input);
    };
  const { has, move, remove, makeFolder, sync } = fileMoves;
  return {
    has,
    move: once(move),
    remove: once(remove),
    makeFolder: once(makeFolder),
    sync: once(sync),
  };
}

/** What a service finds in the folder: the name of the campaign of its store, or the code of the refusal. */
async function find(path: string): Promise<string> {
  try {
    const store = await openSqliteStore({ path });
    const { items } = await store.listCampaigns({ limit: 10 });
    await store.close();
    return items.map(({ name }) => name).join(' ') || 'an empty store';
  } catch (error) {
    return isRingmasterError(error) ? error.code : String(error);
  }
}

test('a restore that is killed at any operation leaves a whole store or one that is refused, and can be repeated', async () => {
  const folders = Array.from({ length: 20 }, (_, limit) => fileIn(`kill-${limit}`));
  let [kills, isDone] = [0, false];
  const template = fileIn('template');
  mkdirSync(template);
  await prepare(join(template, 'ringmaster.db'));
  const refusals = new Set<string>();
  for (const [limit, folder] of folders.entries()) {
    cpSync(template, folder, { recursive: true });
    const store = join(folder, 'ringmaster.db');
    const input = { store, sends: join(folder, 'sends.log'), aside: join(folder, 'aside') };
    const files = movesUntil(limit);
    try {
      putInPlace({ ...input, files });
      isDone = true;
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      kills += 1;
    }
    if (!isDone) {
      const probe = fileIn(`probe-${limit}`);
      cpSync(folder, probe, { recursive: true });
      const found = await find(join(probe, 'ringmaster.db'));
      refusals.add(found);
      expect(['old', 'new', 'store.missing', 'store.frames-lost']).toContain(found);
      // The command prepares the backup again.
      copyFileSync(preparedPath(join(template, 'ringmaster.db')), preparedPath(store));
      putInPlace({ ...input, files: fileMoves });
    }
    expect(await find(store)).toBe('new');
    if (isDone) break;
  }
  expect(isDone).toBe(true);
  expect(kills).toBeGreaterThan(5);
  expect(refusals).toContain('old');
  expect(refusals).toContain('store.missing');
});

test('the files of the store before are kept in a folder', async () => {
  const store = fileIn('ringmaster.db');
  await prepare(store);
  const aside = fileIn('aside');
  putInPlace({ store, sends: fileIn('sends.log'), aside, files: fileMoves });
  expect(readdirSync(aside).toSorted()).toEqual([
    'ringmaster.db',
    'ringmaster.db-state',
    'ringmaster.db-wal',
  ]);
  expect(await find(join(aside, 'ringmaster.db'))).toBe('old');
});
