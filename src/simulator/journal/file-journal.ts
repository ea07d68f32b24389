import {
  closeSync,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Journal, JournalEntry } from './journal.ts';

/**
 * An append-only file of JSON lines. Every entry is handed to the operating system before `append` returns, so it
 * outlives a killed process; with `sync` it is also forced to the disk and outlives a power cut.
 *
 * While the disk is full entries wait in memory and are written with the next one that finds room: a carrier goes on.
 *
 * A last line that was cut off by a kill is dropped when the file is opened. A broken line anywhere else is an error.
 */
export function createFileJournal({ path, sync = false }: { path: string; sync?: boolean }): Journal {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a+', 0o600);
  // It names whom was called: nobody else is to read it, nor one that was there before.
  fchmodSync(file, 0o600);
  const writer = createWriter(file);
  let kept = readEntries({ path, file });
  return {
    append(entry) {
      writer.write(`${JSON.stringify(entry)}\n`);
      if (sync) fsyncSync(file);
      kept.push(entry);
    },
    entries: () => kept,
    clear() {
      writer.clear();
      ftruncateSync(file, 0);
      kept = [];
    },
    close() {
      writer.write('');
      closeSync(file);
    },
  };
}

/** No space, a quota, a limit on the size of a file: errno(3). */
const noRoomCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes in order, and keeps what the disk has no room for. */
function createWriter(file: number): { write: (text: string) => void; clear: () => void } {
  let waiting = Buffer.alloc(0);
  return {
    write(text) {
      waiting = Buffer.concat([waiting, Buffer.from(text)]);
      try {
        while (waiting.length > 0) waiting = waiting.subarray(writeSync(file, waiting));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && noRoomCodes.has(error.code))) throw error;
      }
    },
    clear() {
      waiting = Buffer.alloc(0);
    },
  };
}

/** Reads a journal that another process may be writing; a last line that is not whole yet is left out. */
export function readFileJournal({ path }: { path: string }): JournalEntry[] {
  return parseEntries(path, readFileSync(path)).entries;
}

/** How much of the end of a file is read for its last instant; a line has a few hundred bytes. */
const tailBytes = 1 << 20;

/**
 * The latest instant that the last entries of a journal name; null if there is no journal, or nothing in it. Also of a
 * damaged one: what can be read counts.
 */
export function readLastInstant({ path }: { path: string }): number | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return null;
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const instants = bytes.toString('utf8').split('\n').flatMap(instantsOf);
    return instants.length === 0 ? null : instants.reduce((latest, instant) => Math.max(latest, instant));
  } finally {
    closeSync(file);
  }
}

/** Of a line that may be cut off. */
function instantsOf(line: string): number[] {
  try {
    const { at } = JSON.parse(line) as Partial<JournalEntry>;
    return typeof at === 'number' ? [at] : [];
  } catch {
    return [];
  }
}

function readEntries({ path, file }: { path: string; file: number }): JournalEntry[] {
  const bytes = readFileSync(path);
  const { entries, whole } = parseEntries(path, bytes);
  if (whole < bytes.length) ftruncateSync(file, whole);
  return entries;
}

/** The entries, and the length of all whole lines. */
function parseEntries(path: string, bytes: Buffer): { entries: JournalEntry[]; whole: number } {
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line, index) => {
    try {
      return JSON.parse(line) as JournalEntry;
    } catch (cause) {
      throw new Error(
        `${path}, line ${index + 1}, is not JSON: the carrier's journal is damaged. Move it away to start a new one.`,
        { cause },
      );
    }
  });
  return { entries, whole };
}
