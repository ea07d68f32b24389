import { createWriteStream, existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../../platform/make-folder.ts';
import { privateFile } from '../../platform/private-files.ts';
import { unwritable } from '../folder/file-errors.ts';

/**
 * Writes a CSV answer to a file, completely or not at all. Returns the number of rows without the header. A device or
 * a pipe, such as /dev/stdout, is written directly. Throws `cli.usage` or `cli.no-room`.
 */
export async function saveResults({ response, path }: { response: Response; path: string }): Promise<number> {
  const count = createRowCounter();
  let rows = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const bytes of response.body ?? []) {
      rows = count(bytes);
      yield bytes;
    }
  };
  try {
    if (isDevice(path)) await pipeline(counted, createWriteStream(path));
    else await writeWhole(existsSync(path) ? realpathSync(path) : path, counted);
  } catch (error) {
    throw unwritable(path, error);
  }
  return rows;
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

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Creates the counter of rows in a CSV file: line ends outside quotes, without the header and a `sep=` line. */
function createRowCounter(): (bytes: Uint8Array) => number {
  let isQuoted = false;
  let lines = 0;
  let last = 0;
  let start = '';
  return (bytes) => {
    if (start.length < maxStart) start += Buffer.from(bytes.subarray(0, maxStart)).toString('latin1');
    for (const byte of bytes) {
      const isEnd = byte === carriageReturn || (byte === lineFeed && last !== carriageReturn);
      if (byte === quote) isQuoted = !isQuoted;
      else if (isEnd && !isQuoted) lines += 1;
      last = byte;
    }
    return Math.max(0, lines - (statesDelimiter.test(start) ? 2 : 1));
  };
}

/** The length of a byte order mark, `sep=` and its line end. */
const maxStart = 12;
const statesDelimiter = /^(?:\u00ef\u00bb\u00bf)?sep=[^\r\n]{1,4}[\r\n]/;
