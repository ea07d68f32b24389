import { closeSync, openSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { goneFailure } from '../connection/failures.ts';
import { nothingMarked, openMark, removeMark } from './mark.ts';
import type { Mark, MarkFile } from './mark.ts';
import { frameHeadBytes, headBytes, isOf, readFrame, readHead } from './wal.ts';

/** Checks that the files of an open store are the files that were opened. */
export type Guard = {
  /** Called after a synced commit, before it is acknowledged. Throws `store.gone`. */
  committed: () => void;
  /** Checks the files. Throws `store.gone` if they are gone, and in each later call. */
  check: () => void;
  isLost: () => boolean;
  /** Called after the file was rebuilt, and the write-ahead log was copied to it and emptied. */
  logEmptied: () => void;
  /** Called before the database is closed. */
  closing: () => void;
  close: () => void;
};

/** SQLite cuts a longer log to this length when it resets the log (`journal_size_limit`). */
export const logSizeLimit = 67_108_864;

type Identity = { dev: number; ino: number };

/** From this version on, `PRAGMA wal_checkpoint(NOOP)` returns the length of the log and does not copy it. */
const oldestWithNoop = [3, 51];

export type GuardInput = {
  path: string;
  /** Returns the number of frames in the write-ahead log. */
  readFrames: () => number;
  sqliteVersion: string;
  /** Called once, when the files are found to be gone. */
  onLost: (error: unknown) => void;
};

type Context = Pick<GuardInput, 'path' | 'readFrames' | 'onLost'> & {
  wal: string;
  /** The write-ahead log, open for reading. */
  log: number;
  opened: { file: Identity | null; wal: Identity | null };
  /** The smallest sizes in bytes that the files can have. */
  smallest: { file: number; wal: number };
  failure: unknown;
  isClosed: boolean;
  last: Mark;
  /** Null if this version of SQLite does not return the length of the log. */
  markFile: MarkFile | null;
};

export function createGuard({ path, readFrames, sqliteVersion, onLost }: GuardInput): Guard {
  const wal = `${path}-wal`;
  const hasMark = canMark(sqliteVersion);
  if (!hasMark) removeMark(path);
  const context: Context = {
    path,
    readFrames,
    onLost,
    wal,
    log: openSync(wal, 'r'),
    opened: { file: identityOf(path), wal: identityOf(wal) },
    smallest: { file: 0, wal: 0 },
    failure: null,
    isClosed: false,
    last: nothingMarked,
    markFile: hasMark ? openMark(path) : null,
  };
  if (context.markFile) writeMark(context, measure(context));
  return {
    check: () => check(context),
    isLost: () => context.failure !== null,
    committed() {
      check(context);
      if (context.markFile) writeMark(context, measure(context));
    },
    logEmptied() {
      context.smallest.wal = 0;
      context.smallest.file = 0;
      if (context.markFile) writeMark(context, measure(context));
    },
    closing() {
      if (context.failure === null) writeMark(context, { ...context.last, isClosing: true });
    },
    close() {
      context.isClosed = true;
      context.markFile?.close();
      closeSync(context.log);
    },
  };
}

function lose(context: Context, what: string): never {
  context.failure = goneFailure({ path: context.path, what });
  context.onLost(context.failure);
  throw context.failure;
}

function check(context: Context): void {
  const { path, wal, opened, smallest, failure, isClosed } = context;
  if (failure !== null) throw failure;
  if (isClosed) return;
  for (const [name, target] of [['file', path] as const, ['wal', wal] as const]) {
    const found = statSync(target, { throwIfNoEntry: false });
    const known = opened[name];
    if (!found) lose(context, `${target} was removed`);
    else if (found.ino !== known?.ino || found.dev !== known.dev) lose(context, `${target} was replaced`);
    else if (found.size < smallest[name]) lose(context, `${target} was cut short`);
    else if (name === 'file') smallest.file = found.size;
  }
}

/** Reads the length of the log and its last page. */
function measure(context: Context): Mark {
  const { log, wal, smallest, readFrames } = context;
  const frames = readFrames();
  if (frames === 0) return nothingMarked;
  const head = readHead(log);
  const frame = head && readFrame(log, head, frames);
  if (!head || !frame || !isOf(head, frame)) return lose(context, `${wal} was overwritten`);
  const { checkpoint, salt1, salt2, pageSize } = head;
  smallest.wal = Math.min(logSizeLimit, headBytes + frames * (frameHeadBytes + pageSize));
  const content = crc32(frame.bytes.subarray(frameHeadBytes));
  return { checkpoint, salt1, salt2, pageSize, frames, page: frame.page, content, isClosing: false };
}

function writeMark(context: Context, mark: Mark): void {
  context.last = mark;
  try {
    context.markFile?.write(mark);
  } catch {
    // The earlier mark is still correct. It only requires fewer frames.
  }
}

function canMark(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestWithNoop;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function identityOf(path: string): Identity | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? { dev: found.dev, ino: found.ino } : null;
}
