/**
 * The content of the file. `dev`, `ino` and `size` are what the file says about itself. `lastAt` is the system time of
 * its last line.
 */
export type Page = { dev: number; ino: number; size: number; lastAt: number; lines: readonly string[] };

const version = 1;
const leastBytes = 1_048_576;
/** The size of a new page, as a multiple of its first content. */
const roomFactor = 4;
const padding = 32;

/** Returns one line of the file, with its number and the system time at which it was written. */
export function recordOf({ number, at, line }: { number: number; at: number; line: string }): string {
  return `${number} ${Math.floor(at)} ${line}\n`;
}

/** Returns a page with its head and zeros, with room for `lines` and more. */
export function emptyPage({ dev, ino, lines }: { dev: number; ino: number; lines: readonly string[] }): {
  bytes: Buffer;
  headLength: number;
} {
  const needed = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + padding, 0) * roomFactor;
  const size = Math.max(leastBytes, needed);
  const head = Buffer.from(`${JSON.stringify({ sendLog: version, dev, ino, size })}\n`);
  const bytes = Buffer.alloc(size);
  head.copy(bytes);
  return { bytes, headLength: head.length };
}

function readHead(text: string): Pick<Page, 'dev' | 'ino' | 'size'> | null {
  try {
    const head = JSON.parse(text) as Partial<Record<string, unknown>>;
    const { dev, ino, size } = head;
    if (head['sendLog'] !== version) return null;
    if (typeof dev !== 'number' || typeof ino !== 'number' || typeof size !== 'number') return null;
    return { dev, ino, size };
  } catch {
    return null;
  }
}

/** Reads a complete page. Returns null if a line is missing, torn, out of order, or followed by anything but zeros. */
export function readPage(bytes: Buffer): Page | null {
  const end = bytes.indexOf(0);
  if (end === -1 || !bytes.subarray(end).equals(Buffer.alloc(bytes.length - end))) return null;
  const [first = '', ...records] = bytes.toString('utf8', 0, end).split('\n');
  const head = readHead(first);
  if (!head || records.pop() !== '' || records.length === 0) return null;
  const lines: string[] = [];
  let lastAt = 0;
  for (const [index, record] of records.entries()) {
    const [, number, at, line] = /^(\d+) (\d+) (.+)$/.exec(record) ?? [];
    if (line === undefined || Number(number) !== index + 1) return null;
    lines.push(line);
    lastAt = Number(at);
  }
  return { ...head, lastAt, lines };
}
