import { existsSync, readSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { framesLostFailure, missingFailure } from '../connection/failures.ts';
import { markPath, readMark } from './mark.ts';
import type { Mark } from './mark.ts';
import { countFrames, readHead, withFile } from './wal.ts';
import type { WalHead } from './wal.ts';

/** The file is gone, or empty, and what belonged to it is still there: it would be taken for a new store. Throws `store.missing`. */
export function refuseMissing(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && found.size > 0) return;
  const left = [`${path}-wal`, markPath(path)].filter(existsSync);
  if (found && left.every((file) => file === markPath(path)) && (readMark(path)?.frames ?? 0) === 0) return;
  if (left.length > 0) throw missingFailure({ path, isEmpty: found !== undefined, left });
}

/**
 * Compares the write-ahead log with the mark. SQLite ends at the first frame that is damaged and forgets what follows
 * without a word; a log that was removed, cut short or replaced it does not miss at all. Throws `store.frames-lost`.
 * Only for a file that no other process has open: a log that grows meanwhile would look damaged.
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

/** A log is begun again only once all of it is in the file; both numbers then grow by one. */
function isLater(head: WalHead, mark: Mark): boolean {
  const begun = head.checkpoint - mark.checkpoint;
  return begun > 0 && (head.salt1 - mark.salt1) >>> 0 === begun;
}

/** Another program that opened the file, such as `sqlite3`, may have emptied the log into it: then the last page is there. */
function isInFile(path: string, { page, pageSize, content }: Mark): boolean {
  return (
    withFile(path, (fd) => {
      const bytes = Buffer.alloc(pageSize);
      const length = readSync(fd, bytes, 0, pageSize, (page - 1) * pageSize);
      return length === pageSize && crc32(bytes) === content;
    }) ?? false
  );
}
