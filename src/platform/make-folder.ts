import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { privateFolder } from './private-files.ts';

/**
 * Makes a folder and what is missing above it, all for their owner alone, one level at a time: on file systems that refuse, such as /proc, a
 * recursive mkdir of Node never comes back. Throws an error of the system, or one like it that names
 * what is no folder.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let level = resolve(path);
  for (; !existsSync(level) && dirname(level) !== level; level = dirname(level)) missing.unshift(level);
  if (!statSync(level).isDirectory()) {
    throw Object.assign(new Error(`${level} is no folder`), { code: 'ENOTDIR' });
  }
  for (const folder of missing) makeOne(folder);
}

/** Somebody else may make it at the same moment. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: privateFolder });
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
