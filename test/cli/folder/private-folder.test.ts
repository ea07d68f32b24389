import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHere } from '../support/fake-cli.ts';
import { start, temporaryFolder } from '../support/process.ts';

const modes = (folder: string): Record<string, number> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]));

test('a service makes its data folder private, under any umask, also for files that existed before', async () => {
  const cwd = temporaryFolder();
  const folder = join(cwd, 'data');
  mkdirSync(folder);
  for (const name of ['carrier.ndjson', 'address.json']) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o666);
  }
  const before = process.umask(0);
  const service = start(['serve'], { cwd, environment: { DATA_DIR: folder, PORT: '0' } });
  process.umask(before);
  await service.says(/at http/);
  const found = modes(folder);
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining([
      'ringmaster.db',
      'ringmaster.db-wal',
      'sends.log',
      'carrier.ndjson',
      'address.json',
    ]),
  );
  expect(new Set(Object.values(found))).toEqual(new Set([0o600]));
});

test('a new data folder is only for its owner', async () => {
  const cwd = temporaryFolder();
  const folder = join(cwd, 'new', 'data');
  const { code } = await runHere(['migrate'], { environment: { DATA_DIR: folder } });
  expect(code).toBe(0);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(modes(folder)).toMatchObject({ 'ringmaster.db': 0o600 });
});

test('doctor fails for a store that was lost', async () => {
  const folder = temporaryFolder();
  await runHere(['migrate'], { environment: { DATA_DIR: folder } });
  rmSync(join(folder, 'ringmaster.db'));
  const { code, stdout } = await runHere(['doctor', '--json'], {
    environment: { DATA_DIR: folder, PORT: '0' },
  });
  expect(code).toBe(1);
  expect(stdout).toContain('store.missing');
});

test('doctor fails for a folder in which others can replace files, and names files that others can read', async () => {
  const folder = temporaryFolder();
  await runHere(['migrate'], { environment: { DATA_DIR: folder } });
  const examine = () => runHere(['doctor', '--json'], { environment: { DATA_DIR: folder, PORT: '0' } });
  expect((await examine()).stdout).toContain(`${folder} is writable`);
  chmodSync(join(folder, 'ringmaster.db'), 0o644);
  expect((await examine()).stdout).toMatch(
    /other users can read ringmaster\.db; the next start makes it private/,
  );
  chmodSync(folder, 0o777);
  const open = await examine();
  expect(open.code).toBe(1);
  expect(open.stdout).toMatch(/other users can replace files in \S+: run chmod 700/);
});
