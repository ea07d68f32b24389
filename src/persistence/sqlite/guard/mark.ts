import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { privateFile } from '../../../platform/private-files.ts';

/** The length of the write-ahead log at the last acknowledged commit, and the last page of that commit. */
export type Mark = {
  checkpoint: number;
  salt1: number;
  salt2: number;
  /** 0: the log was empty. */
  frames: number;
  page: number;
  pageSize: number;
  /** CRC-32 of that page. */
  content: number;
  /** The store was being closed. The log may have been copied to the file and removed. */
  isClosing: boolean;
};

export const nothingMarked: Mark = {
  checkpoint: 0,
  salt1: 0,
  salt2: 0,
  frames: 0,
  page: 0,
  pageSize: 0,
  content: 0,
  isClosing: false,
};

const title = 'ringmaster-mark-1';
/** Each mark is one write of this length: afterwards either the whole new mark is stored, or the one before. */
const length = 128;

/** Returns the path of the mark, beside the store. A missing mark is created again. */
export function markPath(store: string): string {
  return `${store}-state`;
}

export function textOf({
  checkpoint,
  salt1,
  salt2,
  frames,
  page,
  pageSize,
  content,
  isClosing,
}: Mark): string {
  const facts = [checkpoint, salt1, salt2, frames, page, pageSize, content, Number(isClosing)].join(' ');
  return `${`${title} ${facts} ${crc32(facts)}`.padEnd(length - 1)}\n`;
}

/** Returns the mark, or null if there is none that can be read. Nothing is known then. */
export function readMark(store: string): Mark | null {
  let text: string;
  try {
    text = readFileSync(markPath(store), 'latin1');
  } catch {
    return null;
  }
  const [name, ...words] = text.trim().split(' ');
  const numbers = words.map(Number);
  if (name !== title || numbers.length !== 9 || crc32(words.slice(0, -1).join(' ')) !== numbers[8])
    return null;
  const [checkpoint = 0, salt1 = 0, salt2 = 0, frames = 0, page = 0, pageSize = 0, content = 0, closing] =
    numbers;
  return { checkpoint, salt1, salt2, frames, page, pageSize, content, isClosing: closing === 1 };
}

/** Stores the mark of an open store. */
export type MarkFile = { write: (mark: Mark) => void; close: () => void };

/**
 * Writes in place and without a sync, so the mark survives the process. After a power failure it may be an older one,
 * which only requires fewer frames.
 */
export function openMark(store: string): MarkFile {
  const fd = openSync(markPath(store), 'a+', privateFile);
  closeSync(fd);
  const file = openSync(markPath(store), 'r+');
  return {
    write: (mark) => void writeSync(file, textOf(mark), 0, 'latin1'),
    close: () => closeSync(file),
  };
}

export function removeMark(store: string): void {
  rmSync(markPath(store), { force: true });
}
