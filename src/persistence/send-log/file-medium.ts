import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { writeWhole } from '../../platform/disk-room.ts';
import type { SendMedium } from './contract.ts';
import { placeLine } from './left-behind.ts';
import { emptyPage, readPage, recordOf } from './page.ts';

type Open = { fd: number; dev: number; ino: number; size: number; position: number; number: number };

/**
 * The maximum differences between the two times of the file, and between them and the time of its last line, if no
 * other program changed the file.
 */
const toleranceMs = { changed: 20, written: 100 };

/**
 * A file of fixed size that is written in place, without a sync. It contains its device, inode and size, and its lines
 * have numbers and times. A file that was cut short, restored, copied or written by another program is therefore
 * recognised: it proves nothing.
 */
export function createFileMedium({ path, now }: { path: string; now: () => number }): SendMedium {
  let open: Open | null = null;

  const write = (file: Open, line: string): boolean => {
    const record = Buffer.from(recordOf({ number: file.number, at: now(), line }));
    if (file.position + record.length >= file.size) return false;
    writeWhole({ fd: file.fd, bytes: record, position: file.position });
    file.position += record.length;
    file.number += 1;
    return true;
  };

  const create = (lines: readonly string[]): Open => {
    const part = `${path}.part`;
    rmSync(part, { force: true });
    const fd = openSync(part, 'wx', 0o600);
    try {
      const { dev, ino } = fstatSync(fd);
      const page = emptyPage({ dev, ino, lines });
      const file = { fd, dev, ino, size: page.bytes.length, position: page.headLength, number: 1 };
      writeWhole({ fd, bytes: page.bytes, position: 0 });
      for (const line of lines) write(file, line);
      renameSync(part, path);
      return file;
    } catch (error) {
      closeSync(fd);
      rmSync(part, { force: true });
      throw error;
    }
  };

  /** The rename changed the times of the file. Without this line the file would look changed by another program. */
  const markPlace = (file: Open): void => {
    try {
      write(file, placeLine);
    } catch {
      // The next line that is written has the same effect.
    }
  };

  const close = (): void => {
    if (open) closeSync(open.fd);
    open = null;
  };

  return {
    read() {
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found?.isFile()) return { doubt: 'there is no send log' };
      try {
        const page = readPage(readFileSync(path));
        if (!page || !isUntouched(found, page))
          return { doubt: 'the send log is damaged, cut short or not the original' };
        return { lines: page.lines };
      } catch {
        return { doubt: 'the send log cannot be read' };
      }
    },
    replace(lines) {
      const next = create(lines);
      close();
      open = next;
      markPlace(next);
    },
    append: (line) => open !== null && write(open, line),
    isInPlace() {
      const found = statSync(path, { throwIfNoEntry: false });
      return open !== null && found?.ino === open.ino && found.dev === open.dev && found.size === open.size;
    },
    discard() {
      if (open) ftruncateSync(open.fd, 0);
    },
    close,
  };
}

type Claims = { dev: number; ino: number; size: number; lastAt: number };

/**
 * Returns whether no other program changed the file. Every write sets both times of a file. A copy, a restored file or
 * a renamed one has other times.
 */
function isUntouched(found: Stats, { dev, ino, size, lastAt }: Claims): boolean {
  return (
    found.dev === dev &&
    found.ino === ino &&
    found.size === size &&
    Math.abs(found.ctimeMs - found.mtimeMs) <= toleranceMs.changed &&
    Math.abs(found.mtimeMs - lastAt) <= toleranceMs.written
  );
}
