import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../../src/platform/make-folder.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ringmaster-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('creating a folder', () => {
  test('creates every missing level, and can be repeated', () => {
    const path = join(folder, 'a', 'b', 'c');
    makeFolder(path);
    makeFolder(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('fails below a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file', 'a'))).toThrow(/file is not a folder/);
  });

  test('fails, and returns, if the file system refuses', () => {
    expect(() => makeFolder('/proc/ringmaster/a/b')).toThrow(/ENOENT|EACCES|EPERM/);
  });
});
