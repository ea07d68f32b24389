import { existsSync, readSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { framesLostFailure, missingFailure } from '../connection/failures.ts';
import { markPath, readMark } from './mark.ts';
import type { Mark } from './mark.ts';
import { countFrames, readHead, withFile } from './wal.ts';
import type { WalHead } from './wal.ts';

/**
 * Throws `store.missing` if the file is missing or empty but the files that belong to it are still there. Otherwise a
 * new store would be created.
 */
export function refuseMissing(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && found.size > 0) return;
  const left = [`${path}-wal`, markPath(path)].filter(existsSync);
  if (found && left.every((file) => file === markPath(path)) && (readMark(path)?.frames ?? 0) === 0) return;
  if (left.length > 0) throw missingFailure({ path, isEmpty: found !== undefined, left });
}

/**
 * Compares the write-ahead log with the mark. SQLite stops at the first damaged frame and ignores the rest without an
 * error. It does not notice that a log was removed, cut short or replaced. Throws `store.frames-lost`. Only for a file
 * that no other process has open, because a log that grows during the check would look damaged.
 */
export function refuseLostFrames(path: string): void {
  const mark = readMark(path);
  if (!mark || mark.frames === 0) return;
  const head = withFile(`${path}-wal`, readHead);
  if (head && isSame(head, mark)) {
    const found = withFile(`${path}-wal`, (fd) => countFrames(fd, head)) ?? 0;
    if (found < mark.frames) throw framesLostFailure({ path, found, known: mark.frames });
    return;
  }
  if (mark.isClosing || (head && isLater(head, mark)) || isInFile(path, mark)) return;
  throw framesLostFailure({ path, found: 0, known: mark.frames });
}

function isSame({ checkpoint, salt1, salt2 }: WalHead, mark: Mark): boolean {
  return checkpoint === mark.checkpoint && salt1 === mark.salt1 && salt2 === mark.salt2;
}

/**
 * Returns whether the log was reset after the mark. A log is reset only when all of it is in the file. Both numbers
 * grow by one then.
 */
function isLater(head: WalHead, mark: Mark): boolean {
  const begun = head.checkpoint - mark.checkpoint;
  return begun > 0 && (head.salt1 - mark.salt1) >>> 0 === begun;
}

/**
 * Returns whether the last page of the mark is in the file. Another program that opened the file, such as `sqlite3`,
 * may have copied the log to it.
 */
function isInFile(path: string, { page, pageSize, content }: Mark): boolean {
  return (
    withFile(path, (fd) => {
      const bytes = Buffer.alloc(pageSize);
      const length = readSync(fd, bytes, 0, pageSize, (page - 1) * pageSize);
      return length === pageSize && crc32(bytes) === content;
    }) ?? false
  );
}
