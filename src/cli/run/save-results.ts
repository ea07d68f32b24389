import { saveFile } from '../folder/save-file.ts';

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
  await saveFile({ path, bytes: counted });
  return rows;
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
