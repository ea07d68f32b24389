import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { privateFolder } from './private-files.ts';

/**
 * Creates a folder and its missing parents, readable only by their owner. It creates one level at a time, because
 * Node's recursive mkdir never returns on file systems that refuse, such as /proc. Throws the error of the system, or
 * `ENOTDIR` if a parent is not a folder.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let level = resolve(path);
  for (; !existsSync(level) && dirname(level) !== level; level = dirname(level)) missing.unshift(level);
  if (!statSync(level).isDirectory()) {
    throw Object.assign(new Error(`${level} is not a folder`), { code: 'ENOTDIR' });
  }
  for (const folder of missing) makeOne(folder);
}

/** Another process may create the folder at the same moment. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder, { mode: privateFolder });
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
