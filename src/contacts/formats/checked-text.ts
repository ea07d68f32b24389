import { isUtf8 } from 'node:buffer';
import { RingmasterError } from '../../domain/errors.ts';
import { likelyEncodings } from '../encoding/likely-encodings.ts';
import { knownBinary } from './file-signatures.ts';
import { maxRecordBytes, recordTooLong } from '../rows.ts';

/** Large pieces are cut to this size, so that no reader blocks the event loop for long. */
const pieceBytes = 32_768;
const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Yields the bytes of a UTF-8 text in small pieces that end between characters, without the byte order mark. Throws
 * errors that name the line: `import.encoding`, `import.binary`, `import.empty`, and, unless `anyLineLength`,
 * `import.line-too-long` for a line over 1 MB. A long line is not kept in memory.
 */
export async function* checkedText({
  source,
  anyLineLength = false,
}: {
  source: AsyncIterable<Uint8Array>;
  anyLineLength?: boolean;
}): AsyncGenerator<Buffer, void, undefined> {
  const lines = createLineCounter({ anyLineLength });
  let carry: Buffer = Buffer.alloc(0);
  let blank = true;
  for await (const bytes of withWholeStart(source)) {
    const whole = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
    const end = endOfLastCharacter(whole);
    const piece = whole.subarray(0, end);
    carry = whole.subarray(end);
    if (piece.length === 0) continue;
    // This check is first: a file with zero bytes is not text in another encoding.
    const nul = piece.indexOf(0);
    if (nul >= 0) throw binary(`a zero byte in line ${lines.lineOf(piece, nul)}`);
    if (!isUtf8(piece))
      throw badEncoding({ line: lines.lineOf(piece, firstBadByte(piece)), sample: wholeLines(piece) });
    lines.add(piece);
    blank &&= piece.every((byte) => byte <= 32);
    yield piece;
  }
  if (carry.length > 0) throw badEncoding({ line: lines.lineOf(carry, 0), sample: Buffer.alloc(0) });
  if (blank) throw emptyFile();
}

/** Cuts the bytes into pieces. The first piece has at least 8 bytes, so that it shows the kind of file. */
async function* withWholeStart(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const bytes of source) {
    let buffer: Buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (start) {
      buffer = Buffer.concat([start, buffer]);
      if (buffer.length < 8) {
        start = buffer;
        continue;
      }
      start = null;
      buffer = afterSignature(buffer);
    }
    for (let from = 0; from < buffer.length; from += pieceBytes) {
      yield buffer.subarray(from, from + pieceBytes);
    }
  }
  if (start) yield afterSignature(start);
}

function afterSignature(start: Buffer): Buffer {
  const kind = knownBinary(start);
  if (kind) throw binary(`it looks like ${kind}`);
  return start.subarray(0, 3).equals(byteOrderMark) ? start.subarray(3) : start;
}

/** Returns the start of a character that is cut off at the end; the length if none is. */
function endOfLastCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Returns the start of the line with the first byte that is not UTF-8. */
function firstBadByte(bytes: Buffer): number {
  let from = 0;
  while (from < bytes.length) {
    const feed = bytes.indexOf(lineFeed, from);
    const end = feed < 0 ? bytes.length : feed + 1;
    if (!isUtf8(bytes.subarray(from, end))) return from;
    from = end;
  }
  return from;
}

function createLineCounter({ anyLineLength }: { anyLineLength: boolean }) {
  let line = 1;
  let sinceBreak = 0;

  const refuseLong = (length: number): void => {
    if (anyLineLength || length <= maxRecordBytes) return;
    throw recordTooLong(
      `Line ${line}`,
      'Check that the file is a CSV text with one contact per line, and that every quote is closed',
    );
  };

  return {
    /** Returns the number of the line at `offset` of the next piece. */
    lineOf: (piece: Buffer, offset: number): number => line + countOf(piece.subarray(0, offset)),
    add(piece: Buffer): void {
      let last = piece.lastIndexOf(lineFeed);
      if (last < 0) last = piece.lastIndexOf(carriageReturn);
      if (last < 0) {
        sinceBreak += piece.length;
        return refuseLong(sinceBreak);
      }
      const feed = piece.indexOf(lineFeed);
      refuseLong(sinceBreak + (feed < 0 ? 0 : feed));
      line += countOf(piece);
      sinceBreak = piece.length - last - 1;
    },
  };
}

function countOf(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

function badEncoding({ line, sample }: { line: number; sample: Buffer }): RingmasterError {
  const likely = likelyEncodings(sample);
  const names = likely.map(({ name }) => name).join(' or ');
  return new RingmasterError({
    code: 'import.encoding',
    family: 'invalid',
    message: `Line ${line} is not UTF-8 text${names === '' ? '' : `; it is probably ${names}`}`,
    hint: `Save it as "CSV UTF-8", or name its encoding: --encoding ${likely[0]?.label ?? '<name>, such as windows-1254'}, over HTTP charset=… in the Content-Type`,
    details: { line, encodings: likely.map(({ label }) => label) },
  });
}

/** Returns the bytes up to the last line break, so that no character is cut off. */
function wholeLines(piece: Buffer): Buffer {
  const last = piece.lastIndexOf(lineFeed);
  return last < 0 ? piece : piece.subarray(0, last);
}

export function emptyFile(): RingmasterError {
  return new RingmasterError({
    code: 'import.empty',
    family: 'invalid',
    message: 'The file is empty',
    hint: 'It needs a first line with column names, then one line per contact',
  });
}

function binary(why: string): RingmasterError {
  return new RingmasterError({
    code: 'import.binary',
    family: 'invalid',
    message: `The file is not text: ${why}`,
    hint: 'Export the list as CSV (UTF-8), NDJSON or JSON',
  });
}
