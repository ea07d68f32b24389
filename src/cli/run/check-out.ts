import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { usageError } from '../errors.ts';
import { unwritable } from '../folder/file-errors.ts';
import { nearestFolder } from '../folder/nearest-folder.ts';

/**
 * Checks the path for results before the work begins. Throws `cli.usage` if it cannot be written or is one of the
 * input files. Writes nothing.
 */
export function checkOut({ path, inputs }: { path: string; inputs: readonly string[] }): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw usageError(`${path} is a folder; a file is needed.`);
  if (found && inputs.some((input) => realpathSync(input) === realpathSync(path))) {
    throw usageError(`--out ${path} would overwrite an input file.`, 'Choose another name for the results.');
  }
  const isDevice = found !== undefined && !found.isFile();
  try {
    if (isDevice) accessSync(path, constants.W_OK);
    else accessSync(nearestFolder(dirname(resolve(path))), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
}
