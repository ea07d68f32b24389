import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDemo } from '../../../src/cli/demo/demo-state.ts';
import { start, temporaryFolder } from '../support/process.ts';

const gone = 2 ** 22 + 1;
const list = '/lists/people.csv';

describe('the folder of the demo', () => {
  test('continues a killed demo', () => {
    const folder = join(temporaryFolder(), 'demo');
    const first = openDemo({ folder, pid: gone, list });
    expect(first.isResumed).toBe(false);
    first.note({ port: 4711, wasKilled: true });
    writeFileSync(join(folder, 'kept'), '');
    const second = openDemo({ folder, pid: process.pid, list });
    expect(second.isResumed).toBe(true);
    expect(second.state()).toEqual({
      pid: process.pid,
      port: 4711,
      list,
      wasKilled: true,
      isFinished: false,
    });
    expect(existsSync(join(folder, 'kept'))).toBe(true);
  });

  test('is cleared for a new demo after one that was finished', () => {
    const folder = join(temporaryFolder(), 'demo');
    openDemo({ folder, pid: gone, list }).note({ isFinished: true, port: 4711 });
    writeFileSync(join(folder, 'old'), '');
    expect(openDemo({ folder, pid: process.pid, list }).state()).toMatchObject({
      port: null,
      isFinished: false,
    });
    expect(existsSync(join(folder, 'old'))).toBe(false);
  });

  test('is refused while another process shows a demo there', () => {
    const folder = join(temporaryFolder(), 'demo');
    const other = start(['--version'], { cwd: folder.replace(/demo$/, '') });
    openDemo({ folder, pid: other.child.pid ?? 0, list });
    expect(() => openDemo({ folder, pid: process.pid, list })).toThrow(/already runs a demo in this folder/);
  });

  test('is refused for another list while a demo is not finished', () => {
    const folder = join(temporaryFolder(), 'demo');
    const { note } = openDemo({ folder, pid: gone, list: '/lists/other.csv' });
    expect(() => openDemo({ folder, pid: process.pid, list })).toThrow(
      /unfinished demo with the list \/lists\/other.csv\./,
    );
    writeFileSync(join(folder, 'old'), '');
    expect(openDemo({ folder, pid: process.pid, list, again: true }).state()).toMatchObject({ list });
    expect(existsSync(join(folder, 'old'))).toBe(false);
    note({ isFinished: true });
    expect(openDemo({ folder, pid: process.pid, list }).state()).toMatchObject({ list });
  });

  test('is refused, and not changed, if it contains other files', () => {
    const folder = join(temporaryFolder(), 'demo');
    mkdirSync(folder);
    expect(openDemo({ folder, pid: process.pid, list }).isResumed).toBe(false);
    rmSync(join(folder, 'demo.json'));
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    expect(() => openDemo({ folder, pid: process.pid, list })).toThrow(
      /is not empty, and was not created by the demo/,
    );
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });
});
