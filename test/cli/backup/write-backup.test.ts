import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { writeBackup } from '../../../src/cli/backup/write-backup.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { campaignOf } from '../../contracts/store/fixtures.ts';
import { useFolder } from '../../persistence/sqlite/support/folder.ts';

const fileIn = useFolder();
const pid = process.pid;
const filesIn = (path: string): string[] => readdirSync(dirname(path)).toSorted();

async function writeStore(part: string): Promise<void> {
  const store = await openSqliteStore({ path: ':memory:' });
  await store.createCampaign(campaignOf());
  await store.backUp({ path: part });
  await store.close();
}

test('a backup is one file, with its facts', async () => {
  const path = fileIn('one.db');
  const facts = await writeBackup({ path, pid, write: writeStore });
  expect(facts).toMatchObject({ campaigns: 1, incarnation: expect.stringMatching(/^inc_/) });
  expect(filesIn(path)).toEqual(['one.db']);
});

test('a backup never replaces a file, also if it appears while the backup is written', async () => {
  const path = fileIn('one.db');
  const exists = { code: 'backup.exists', family: 'conflict' };
  const write = async (part: string): Promise<void> => {
    await writeStore(part);
    writeFileSync(path, 'of another program');
  };
  await expect(writeBackup({ path, pid, write })).rejects.toMatchObject(exists);
  await expect(writeBackup({ path, pid, write: writeStore })).rejects.toMatchObject(exists);
  expect(readFileSync(path, 'utf8')).toBe('of another program');
  expect(filesIn(path)).toEqual(['one.db']);
});

test('a copy that breaks off, is cut short or is damaged leaves nothing', async () => {
  const path = fileIn('one.db');
  const broken = async (part: string): Promise<void> => {
    writeFileSync(part, 'half');
    throw new Error('the connection broke');
  };
  await expect(writeBackup({ path, pid, write: broken })).rejects.toThrow('the connection broke');
  for (const damage of [
    (bytes: Buffer) => bytes.subarray(0, bytes.length - 8_192),
    (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 8_192), Buffer.alloc(bytes.length - 8_192, 7)]),
    () => Buffer.alloc(0),
  ]) {
    const write = async (part: string): Promise<void> => {
      await writeStore(part);
      writeFileSync(part, damage(readFileSync(part)));
    };
    await expect(writeBackup({ path, pid, write })).rejects.toMatchObject({ code: 'store.corrupt' });
  }
  expect(filesIn(path)).toEqual([]);
});

test('what a killed backup left is not a backup, and the next one with this name removes it', async () => {
  const path = fileIn('one.db');
  const dead = 4_194_303;
  writeFileSync(`${path}.${dead}.part`, 'half');
  writeFileSync(`${path}.${pid}.part`, 'of a living process');
  const kept = fileIn('one.db.note.part');
  writeFileSync(kept, 'of the user');
  expect(existsSync(path)).toBe(false);
  await writeBackup({ path, pid, write: writeStore });
  expect(filesIn(path)).toEqual(['one.db', 'one.db.note.part']);
});
