import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/platform/make-folder.ts';
import {
  isFolderOfOthers,
  isOpenToOthers,
  makePrivate,
  writePrivateFile,
} from '../../src/platform/private-files.ts';
import { useFolder } from '../persistence/sqlite/support/folder.ts';

const file = useFolder();
const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('files and folders are created for their owner only, with any umask', () => {
  makeFolder(file('deep/deeper'));
  writePrivateFile(file('deep/deeper/one.json'), '{}');
  expect([modeOf(file('deep')), modeOf(file('deep/deeper'))]).toEqual([0o700, 0o700]);
  expect(modeOf(file('deep/deeper/one.json'))).toBe(0o600);
});

test('a file that others could read becomes private when it is written again', () => {
  writeFileSync(file('old.json'), '{}');
  chmodSync(file('old.json'), 0o664);
  expect(isOpenToOthers(file('old.json'))).toBe(true);
  writePrivateFile(file('old.json'), '{"new":true}');
  expect(modeOf(file('old.json'))).toBe(0o600);
  expect(isOpenToOthers(file('old.json'))).toBe(false);
});

test('a missing file is not created, and the rights of the owner do not change', () => {
  makePrivate(file('missing'));
  expect(() => statSync(file('missing'))).toThrow('ENOENT');
  mkdirSync(file('folder'));
  chmodSync(file('folder'), 0o755);
  makePrivate(file('folder'));
  expect(modeOf(file('folder'))).toBe(0o700);
});

test.each([
  [0o700, false],
  [0o755, false],
  [0o775, true],
  [0o777, true],
  [0o1777, false],
])('in a folder with mode %i others can replace files: %s', (mode, expected) => {
  mkdirSync(file('folder'));
  chmodSync(file('folder'), mode);
  expect(isFolderOfOthers(file('folder'))).toBe(expected);
});
