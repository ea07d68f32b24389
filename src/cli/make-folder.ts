import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { RingmasterError } from '../domain/errors.ts';

/**
 * Makes a data folder and what is missing above it, one level at a time: on file systems that refuse, such as /proc,
 * a recursive mkdir of Node never comes back. Throws `store.unreadable`.
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  let level = resolve(path);
  for (; !existsSync(level) && dirname(level) !== level; level = dirname(level)) missing.unshift(level);
  try {
    if (!statSync(level).isDirectory()) throw new Error(`${level} is no folder`);
    for (const folder of missing) mkdirSync(folder);
  } catch (cause) {
    throw new RingmasterError({
      code: 'store.unreadable',
      family: 'refused',
      message: `The data folder ${path} cannot be used (${cause instanceof Error ? cause.message : 'unknown reason'}).`,
      hint: 'Check that this user may write there, or choose another DATA_DIR.',
      details: { folder: path },
      cause,
    });
  }
}
