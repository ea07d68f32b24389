import { chmodSync, statSync, writeFileSync } from 'node:fs';

/** What holds numbers, names and results is for its owner alone: the modes of new files and folders. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

const forOthers = 0o077;

/** Writes a file that only its owner may read, also one that others could read before. Throws. */
export function writePrivateFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: privateFile });
  makePrivate(path);
}

/** Takes all rights of others away from a file or folder of ours; one that is missing or of another user stays as it is. */
export function makePrivate(path: string): void {
  try {
    const mode = modeOf(path);
    if (mode !== null && (mode & forOthers) !== 0) chmodSync(path, mode & ~forOthers);
  } catch {
    // Somebody else owns it, or the file system knows no modes: `doctor` tells.
  }
}

/** Whether other users may read or write this; null is no. On Windows modes say nothing. */
export function isOpenToOthers(path: string): boolean {
  const mode = modeOf(path);
  return mode !== null && process.platform !== 'win32' && (mode & forOthers) !== 0;
}

const writableByOthers = 0o022;
const sticky = 0o1000;

/** Whether other users may remove and replace what is in this folder. */
export function isFolderOfOthers(path: string): boolean {
  const mode = modeOf(path);
  if (mode === null || process.platform === 'win32') return false;
  return (mode & writableByOthers) !== 0 && (mode & sticky) === 0;
}

function modeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? found.mode & 0o7777 : null;
}
