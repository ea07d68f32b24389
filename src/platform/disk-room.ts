import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** No space, a quota, a limit on the size of a file: errno(3). */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  EFBIG: 'a file may not grow any more here (ulimit -f)',
};

/** Why there was no room for a write; null if it failed for another reason. */
export function noRoomReason(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? (reasons[code] ?? null) : null;
}

/** Writes all of it: what is written last before a disk is full is less than was asked for, and no error. Throws. */
export function writeWhole({ fd, bytes, position }: { fd: number; bytes: Buffer; position: number }): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
}

const probeBytes = 262_144;

/**
 * Why files beside these cannot grow, found out by a write of 256 KiB as far behind their beginning as the longest of
 * them reaches; null if it succeeds. For errors that do not tell, such as SQLite's `disk I/O error`.
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

/** `12 MB of it are free`; empty where that cannot be found out. */
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
