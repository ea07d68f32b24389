import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { claimSendLog } from '../../../src/persistence/send-log/claim-send-log.ts';
import { openSharedSendLog } from '../../../src/persistence/send-log/open-send-log.ts';
import { useFolder } from '../sqlite/support/folder.ts';

const file = useFolder();
const claimIn = (folder: string, instance = 'one') => claimSendLog({ folder, instance });

test('each living process of a data folder has a send log of its own', () => {
  const folder = dirname(file('sends.log'));
  const logs = [claimIn(folder), claimIn(folder, 'two'), claimIn(folder, 'three')];
  expect(logs.map(({ path }) => basename(path))).toEqual(['sends.log', 'sends-2.log', 'sends-3.log']);
  logs[1]?.release();
  const next = claimIn(folder, 'four');
  expect(basename(next.path)).toBe('sends-2.log');
  expect(statSync(`${next.path}.lock`).mode & 0o077).toBe(0);
  for (const one of [next, ...logs.filter((_, index) => index !== 1)]) one.release();
});

test('a process that starts beside another one proves nothing of its attempts', () => {
  const folder = dirname(file('sends.log'));
  const open = (instance: string) =>
    openSharedSendLog({ folder, instance, now: Date.now, log: pino({ level: 'silent' }) });
  const first = open('one');
  first.noteMinted(['att_1', 'att_2']);
  const second = open('two');
  expect(second.isUnsent('att_1')).toBe(false);
  expect(first.noteSending('att_1')).toBe(true);
  first.close();
  second.close();
  const next = open('three');
  expect([next.isUnsent('att_1'), next.isUnsent('att_2')]).toEqual([false, true]);
  next.close();
});

test('the log of a process that was killed is free', async () => {
  const folder = dirname(file('sends.log'));
  const module = new URL('../../../src/persistence/send-log/claim-send-log.ts', import.meta.url).href;
  const script = `import { claimSendLog } from ${JSON.stringify(module)};
    console.log(claimSendLog({ folder: ${JSON.stringify(folder)}, instance: 'child' }).path);
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(basename(said.toString().trim())).toBe('sends.log');
  const beside = claimIn(folder);
  expect(basename(beside.path)).toBe('sends-2.log');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const after = claimIn(folder, 'two');
  expect(basename(after.path)).toBe('sends.log');
  for (const one of [beside, after]) one.release();
});

test('without a lock it is a log of the instance alone', () => {
  const folder = `${dirname(file('sends.log'))}/missing`;
  expect(basename(claimIn(folder).path)).toBe('sends-one.log');
});
