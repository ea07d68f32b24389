import { createHash } from 'node:crypto';
import type { BundleLine } from './lines.ts';

/** Yields the text of a bundle with these lines, and with the last line, which has the hash of all others. */
export async function* writeBundle(
  lines: AsyncIterable<BundleLine>,
): AsyncGenerator<string, void, undefined> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    count += 1;
    yield text;
  }
  const end: BundleLine = { kind: 'end', lines: count, hash: hash.digest('hex') };
  yield `${JSON.stringify(end)}\n`;
}
