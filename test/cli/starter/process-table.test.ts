import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createProcessTable, parsePs, parseStat } from '../../../src/cli/starter/process-table.ts';

describe('the process table', () => {
  test('reads a line of /proc whose name has spaces and parentheses', () => {
    const stat = `4711 (npm (exec) r) S 12 700 650 34816 700 ${'0 '.repeat(13)}987654 0 0`;
    const facts = { pid: 4711, parent: 12, group: 700, startedAt: '987654', command: ['npm', 'exec'] };
    expect(parseStat({ pid: 4711, stat, command: ['npm', 'exec'] })).toEqual(facts);
    expect(parseStat({ pid: 4711, stat: stat.replace(') S ', ') Z '), command: [] })).toBeNull();
    expect(parseStat({ pid: 4711, stat: 'torn', command: [] })).toBeNull();
  });

  test('reads the lines of ps as macOS and Linux print them, without ended processes', () => {
    const text = [
      '    1     0     1 Ss   Sun Nov  1 07:00:00 2026     /sbin/launchd',
      ' 4711    12   700 S+   Sun Nov 29 18:55:58 2026     npm run serve  ',
      ' 4712  4711   700 Z+   Sun Nov 29 18:55:59 2026     (sh)',
      'ps: a warning',
    ].join('\n');
    expect(parsePs(text).map(({ pid, parent, group, command }) => [pid, parent, group, ...command])).toEqual([
      [1, 0, 1, '/sbin/launchd'],
      [4711, 12, 700, 'npm', 'run', 'serve'],
    ]);
  });

  test('knows this process, and that a process has ended', async () => {
    const table = createProcessTable();
    expect(table.read(process.pid)).toMatchObject({ pid: process.pid, parent: process.ppid });
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await once(child, 'spawn');
    const facts = createProcessTable().read(child.pid ?? 0);
    expect(facts).toMatchObject({ parent: process.pid });
    if (!facts) return;
    expect(table.lives(facts)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(table.lives(facts)).toBe(false);
  });

  test.runIf(existsSync('/proc/self/stat'))('distinguishes a later process with the same id', () => {
    const table = createProcessTable();
    const facts = table.read(process.pid);
    expect(facts && table.lives({ ...facts, startedAt: '1' })).toBe(false);
  });
});
