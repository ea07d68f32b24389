import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../platform/make-folder.ts';
import { privateFile } from '../../platform/private-files.ts';
import { unwritable } from './file-errors.ts';

/**
 * Writes a file, completely or not at all. Only this user may read it. A device or a pipe, such as /dev/stdout, is written
 * directly. Throws `cli.usage` or `cli.no-room`.
 */
export async function saveFile({
  path,
  bytes,
}: {
  path: string;
  bytes: () => AsyncGenerator<Uint8Array>;
}): Promise<void> {
  try {
    if (isDevice(path)) await pipeline(bytes, createWriteStream(path));
    else await writeWhole(existsSync(path) ? realpathSync(path) : path, bytes);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function isDevice(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Writes to a temporary file first, so that readers see the complete old file until the end. */
async function writeWhole(path: string, bytes: () => AsyncGenerator<Uint8Array>): Promise<void> {
  const part = `${path}.part`;
  makeFolder(dirname(path));
  // Opened before the first byte. A stream that fails while it opens its file would create the file after its
  // removal.
  const file = await open(part, 'w', privateFile);
  try {
    await pipeline(bytes, file.createWriteStream());
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
