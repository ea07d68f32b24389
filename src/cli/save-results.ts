import { createWriteStream, renameSync } from 'node:fs';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unreadable } from './campaign-file.ts';

/** Writes a CSV answer to a file, whole or not at all; tells how many rows it has, the header apart. */
export async function saveResults({ response, path }: { response: Response; path: string }): Promise<number> {
  const part = `${path}.part`;
  let lines = 0;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = createWriteStream(part);
    const opened = once(file, 'open');
    await opened;
    const count = createRowCounter();
    if (response.body) {
      for await (const bytes of response.body) {
        lines = count(bytes);
        if (!file.write(bytes)) await once(file, 'drain');
      }
    }
    file.end();
    await once(file, 'close');
    renameSync(part, path);
  } catch (error) {
    throw unreadable(path, error);
  }
  return Math.max(0, lines - 1);
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
