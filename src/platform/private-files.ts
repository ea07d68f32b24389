import { chmodSync, statSync, writeFileSync } from 'node:fs';

/** The modes of new files and folders. They contain personal data, so only their owner may read them. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

const forOthers = 0o077;

/**
 * Writes a file that only its owner may read. An existing file loses the rights of others. Throws the error of the
 * system.
 */
export function writePrivateFile(path: string, text: string): void {
  writeFileSync(path, text, { mode: privateFile });
  makePrivate(path);
}

/** Removes all rights of other users from a file or folder. A missing one, or one of another user, is not changed. */
export function makePrivate(path: string): void {
  try {
    const mode = modeOf(path);
    if (mode !== null && (mode & forOthers) !== 0) chmodSync(path, mode & ~forOthers);
  } catch {
    // Another user owns it, or the file system has no modes. `doctor` reports it.
  }
}

/** Whether other users may read or write a file or folder. False on Windows, where modes have no meaning. */
export function isOpenToOthers(path: string): boolean {
  const mode = modeOf(path);
  return mode !== null && process.platform !== 'win32' && (mode & forOthers) !== 0;
}

const writableByOthers = 0o022;
const sticky = 0o1000;

/** Whether other users may remove and replace files in this folder. False on Windows. */
export function isFolderOfOthers(path: string): boolean {
  const mode = modeOf(path);
  if (mode === null || process.platform === 'win32') return false;
  return (mode & writableByOthers) !== 0 && (mode & sticky) === 0;
}

function modeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? found.mode & 0o7777 : null;
}
