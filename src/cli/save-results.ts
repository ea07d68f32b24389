import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../platform/make-folder.ts';
import { privateFile } from '../platform/private-files.ts';
import { unwritable } from './file-errors.ts';

/**
 * Writes a CSV answer to a file, whole or not at all; tells how many rows it has, the header apart. A device or a pipe,
 * such as /dev/stdout, is written to as it is.
 */
export async function saveResults({ response, path }: { response: Response; path: string }): Promise<number> {
  const count = createRowCounter();
  let lines = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const bytes of response.body ?? []) {
      lines = count(bytes);
      yield bytes;
    }
  };
  try {
    if (isDevice(path)) await pipeline(counted, createWriteStream(path));
    else await writeWhole(existsSync(path) ? realpathSync(path) : path, counted);
  } catch (error) {
    throw unwritable(path, error);
  }
  return Math.max(0, lines - 1);
}

function isDevice(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** Beside it first: who reads the file meanwhile sees the old one, whole. */
async function writeWhole(path: string, bytes: () => AsyncGenerator<Uint8Array>): Promise<void> {
  const part = `${path}.part`;
  makeFolder(dirname(path));
  // Opened before the first byte: a stream that fails while it still opens its file would make it after it was removed.
  const file = await open(part, 'w', privateFile);
  try {
    await pipeline(bytes, file.createWriteStream());
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

const quote = 0x22;
const lineFeed = 0x0a;

/** Counts the lines of a CSV file that are not inside quotes. */
function createRowCounter(): (bytes: Uint8Array) => number {
  let isQuoted = false;
  let rows = 0;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === quote) isQuoted = !isQuoted;
      else if (byte === lineFeed && !isQuoted) rows += 1;
    }
    return rows;
  };
}
