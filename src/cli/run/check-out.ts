import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { usageError } from '../errors.ts';
import { unwritable } from '../folder/file-errors.ts';
import { nearestFolder } from '../folder/nearest-folder.ts';

/**
 * Refuses a place for results before the work begins that would yield them: one that cannot be written, or one of the
 * files the work is made from. Writes nothing. Throws `cli.usage`.
 */
export function checkOut({ path, inputs }: { path: string; inputs: readonly string[] }): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw usageError(`${path} is a folder; a file is needed.`);
  if (found && inputs.some((input) => realpathSync(input) === realpathSync(path))) {
    throw usageError(`--out ${path} would write over what is read.`, 'Choose another name for the results.');
  }
  const isDevice = found !== undefined && !found.isFile();
  try {
    if (isDevice) accessSync(path, constants.W_OK);
    else accessSync(nearestFolder(dirname(resolve(path))), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
}
