import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { makeFolder } from '../../platform/make-folder.ts';
import type { FileMoves } from './put-in-place.ts';

/** The operations of the file system. */
export const fileMoves: FileMoves = {
  has: existsSync,
  move: renameSync,
  remove: (path) => rmSync(path, { force: true }),
  makeFolder,
  sync(folder) {
    // A folder cannot be opened on Windows, where a rename is stored by itself.
    if (process.platform === 'win32') return;
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
};
