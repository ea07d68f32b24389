import { closeSync, openSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { goneFailure } from '../connection/failures.ts';
import { nothingMarked, openMark, removeMark } from './mark.ts';
import type { Mark } from './mark.ts';
import { frameHeadBytes, headBytes, isOf, readFrame, readHead } from './wal.ts';

/** Watches over the files of an open store: whether they still are what was opened. */
export type Guard = {
  /** Called after a commit that is on the disk, before it is acknowledged. Throws `store.gone`. */
  committed: () => void;
  /** Looks at the files. Throws `store.gone`, then and ever after. */
  check: () => void;
  isLost: () => boolean;
  /** The store is about to be closed. */
  closing: () => void;
  close: () => void;
};

/** A longer log is cut to this length when it is begun again (`journal_size_limit`). */
export const mostKept = 67_108_864;

type Identity = { dev: number; ino: number };

/** `PRAGMA wal_checkpoint(NOOP)` tells how long the log is; older releases would take it for another kind of checkpoint. */
const oldestWithNoop = [3, 51];

export function createGuard({
  path,
  readFrames,
  sqliteVersion,
  onLost,
}: {
  path: string;
  /** How many frames the write-ahead log has. */
  readFrames: () => number;
  sqliteVersion: string;
  /** Called once, when the files are found gone. */
  onLost: (error: unknown) => void;
}): Guard {
  const wal = `${path}-wal`;
  const ours = { file: identityOf(path), wal: identityOf(wal) };
  const log = openSync(wal, 'r');
  const least = { file: 0, wal: 0 };
  let failure: unknown = null;
  let isClosed = false;
  let last: Mark = nothingMarked;
  const isMarking = canMark(sqliteVersion);
  if (!isMarking) removeMark(path);
  const mark = isMarking ? openMark(path) : null;

  const lose = (what: string): never => {
    failure = goneFailure({ path, what });
    onLost(failure);
    throw failure;
  };

  const check = (): void => {
    if (failure !== null) throw failure;
    if (isClosed) return;
    for (const [name, target] of [['file', path] as const, ['wal', wal] as const]) {
      const found = statSync(target, { throwIfNoEntry: false });
      const known = ours[name];
      if (!found) lose(`${target} was removed`);
      else if (found.ino !== known?.ino || found.dev !== known.dev) lose(`${target} was replaced`);
      else if (found.size < least[name]) lose(`${target} was cut short`);
      else if (name === 'file') least.file = found.size;
    }
  };

  /** Where the log is now, with its last page. */
  const measure = (): Mark => {
    const frames = readFrames();
    if (frames === 0) return nothingMarked;
    const head = readHead(log);
    const frame = head && readFrame(log, head, frames);
    if (!head || !frame || !isOf(head, frame)) return lose(`${wal} was overwritten`);
    const { checkpoint, salt1, salt2, pageSize } = head;
    least.wal = Math.min(mostKept, headBytes + frames * (frameHeadBytes + pageSize));
    const content = crc32(frame.bytes.subarray(frameHeadBytes));
    return { checkpoint, salt1, salt2, pageSize, frames, page: frame.page, content, isClosing: false };
  };

  const note = (next: Mark): void => {
    last = next;
    try {
      mark?.write(next);
    } catch {
      // The mark before it asks for less, and is true as well.
    }
  };

  if (isMarking) note(measure());
  return {
    check,
    isLost: () => failure !== null,
    committed() {
      check();
      if (isMarking) note(measure());
    },
    closing() {
      if (failure === null) note({ ...last, isClosing: true });
    },
    close() {
      isClosed = true;
      mark?.close();
      closeSync(log);
    },
  };
}

function canMark(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = oldestWithNoop;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function identityOf(path: string): Identity | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? { dev: found.dev, ino: found.ino } : null;
}
