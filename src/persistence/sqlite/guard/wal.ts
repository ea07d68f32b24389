import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The header of the write-ahead log, as described in https://www.sqlite.org/fileformat2.html#walformat. */
export type WalHead = {
  /** The number of times the log was reset. */
  checkpoint: number;
  salt1: number;
  salt2: number;
  pageSize: number;
  littleEndian: boolean;
  checksum: Checksum;
};

type Checksum = readonly [number, number];

export const headBytes = 32;
export const frameHeadBytes = 24;
const magic = { littleEndian: 0x377f0682, bigEndian: 0x377f0683 };

function addTo([first, second]: Checksum, bytes: DataView, littleEndian: boolean): Checksum {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.byteLength; at += 8) {
    a = (a + bytes.getUint32(at, littleEndian) + b) >>> 0;
    b = (b + bytes.getUint32(at + 4, littleEndian) + a) >>> 0;
  }
  return [a, b];
}

function viewOf(bytes: Buffer, start: number, end: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** Reads a header. Returns null if there is none, or if it is damaged; SQLite ignores the whole log then. */
export function readHead(fd: number): WalHead | null {
  const bytes = Buffer.alloc(headBytes);
  if (readSync(fd, bytes, 0, headBytes, 0) < headBytes) return null;
  const kind = bytes.readUInt32BE(0);
  if (kind !== magic.littleEndian && kind !== magic.bigEndian) return null;
  const littleEndian = kind === magic.littleEndian;
  const checksum = addTo([0, 0], viewOf(bytes, 0, 24), littleEndian);
  if (checksum[0] !== bytes.readUInt32BE(24) || checksum[1] !== bytes.readUInt32BE(28)) return null;
  return {
    pageSize: bytes.readUInt32BE(8),
    checkpoint: bytes.readUInt32BE(12),
    salt1: bytes.readUInt32BE(16),
    salt2: bytes.readUInt32BE(20),
    littleEndian,
    checksum,
  };
}

/** One frame: a page after a commit. */
export type Frame = { page: number; isCommit: boolean; salt1: number; salt2: number; bytes: Buffer };

/** Reads the frame with this number, from 1. Returns null if the log is shorter. */
export function readFrame(fd: number, { pageSize }: Pick<WalHead, 'pageSize'>, number: number): Frame | null {
  const length = frameHeadBytes + pageSize;
  const bytes = Buffer.alloc(length);
  if (readSync(fd, bytes, 0, length, headBytes + (number - 1) * length) < length) return null;
  return {
    page: bytes.readUInt32BE(0),
    isCommit: bytes.readUInt32BE(4) !== 0,
    salt1: bytes.readUInt32BE(8),
    salt2: bytes.readUInt32BE(12),
    bytes,
  };
}

/** Returns whether a frame was written after the log was reset with this header. */
export function isOf({ salt1, salt2 }: WalHead, frame: Frame): boolean {
  return frame.salt1 === salt1 && frame.salt2 === salt2;
}

/**
 * Returns the number of frames that SQLite will read: up to the last commit before the first frame that is torn,
 * damaged or from an older log.
 */
export function countFrames(fd: number, head: WalHead): number {
  let checksum = head.checksum;
  let committed = 0;
  for (let number = 1; ; number += 1) {
    const frame = readFrame(fd, head, number);
    if (!frame) return committed;
    const { bytes } = frame;
    if (!isOf(head, frame)) return committed;
    checksum = addTo(checksum, viewOf(bytes, 0, 8), head.littleEndian);
    checksum = addTo(checksum, viewOf(bytes, frameHeadBytes, bytes.length), head.littleEndian);
    if (checksum[0] !== bytes.readUInt32BE(16) || checksum[1] !== bytes.readUInt32BE(20)) return committed;
    if (frame.isCommit) committed = number;
  }
}

/** Opens a file, calls `work` and closes the file. Returns null if the file does not exist. */
export function withFile<Result>(path: string, work: (fd: number) => Result): Result | null {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  const fd = openSync(path, 'r');
  try {
    return work(fd);
  } finally {
    closeSync(fd);
  }
}
