import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** No space, an exceeded quota, a limit on the file size: errno(3). */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  EFBIG: 'the file has reached its maximum size (ulimit -f)',
};

/** Returns why there was no space for a write; null if the write failed for another reason. */
export function noRoomReason(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? (reasons[code] ?? null) : null;
}

/**
 * Writes all bytes. A single write can be incomplete without an error when the disk becomes full. Throws the error of
 * the system.
 */
export function writeWhole({ fd, bytes, position }: { fd: number; bytes: Buffer; position: number }): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
}

const probeBytes = 262_144;

/**
 * Returns why files in the folder of these files cannot grow; null if they can. It writes 256 KiB to a temporary file
 * at the offset of the largest file's end. This is for errors without a reason, such as SQLite's `disk I/O error`.
 */
export function findNoRoom(files: readonly string[]): string | null {
  const [first] = files;
  if (first === undefined) return null;
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const probe = `${first}.probe-${process.pid}`;
  try {
    const fd = openSync(probe, 'wx', 0o600);
    try {
      writeWhole({ fd, bytes: Buffer.alloc(probeBytes, 1), position: Math.max(...sizes) });
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    return null;
  } catch (error) {
    return noRoomReason(error);
  } finally {
    rmSync(probe, { force: true });
  }
}

const units = [
  { name: 'GB', bytes: 1e9 },
  { name: 'MB', bytes: 1e6 },
  { name: 'kB', bytes: 1e3 },
];

/** Returns the free space, such as `12 MB are free`; empty if it is not known. */
export function freeInWords(file: string): string {
  try {
    const { bavail, bsize } = statfsSync(dirname(resolve(file)));
    const free = bavail * bsize;
    const unit = units.find(({ bytes }) => free >= bytes);
    return unit ? `${Math.floor(free / unit.bytes)} ${unit.name} are free` : `${free} bytes are free`;
  } catch {
    return '';
  }
}
