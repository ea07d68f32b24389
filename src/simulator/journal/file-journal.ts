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
 * Opens an append-only file of JSON lines. Every entry is passed to the operating system before `append` returns, so
 * it survives a killed process; with `sync` it is also written to the disk and survives a power failure.
 *
 * While the disk is full, entries wait in memory and are written with the next successful write. The carrier
 * continues to work.
 *
 * An incomplete last line, as a kill leaves it, is removed when the file is opened. A damaged line elsewhere is an
 * error.
 */
export function createFileJournal<Entry = JournalEntry>({
  path,
  sync = false,
}: {
  path: string;
  sync?: boolean;
}): Journal<Entry> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a+', 0o600);
  // The file contains phone numbers, so only its owner may read it. This also applies to an existing file.
  fchmodSync(file, 0o600);
  const writer = createWriter(file);
  let kept = readEntries({ path, file }) as Entry[];
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

/** No space, an exceeded quota, a limit on the file size: errno(3). */
const noSpaceCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Creates a writer that keeps the order, and keeps in memory what the disk has no space for. */
function createWriter(file: number): { write: (text: string) => void; clear: () => void } {
  let waiting = Buffer.alloc(0);
  return {
    write(text) {
      waiting = Buffer.concat([waiting, Buffer.from(text)]);
      try {
        while (waiting.length > 0) waiting = waiting.subarray(writeSync(file, waiting));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && noSpaceCodes.has(error.code))) throw error;
      }
    },
    clear() {
      waiting = Buffer.alloc(0);
    },
  };
}

/** Reads a journal that another process may be writing. An incomplete last line is ignored. */
export function readFileJournal<Entry = JournalEntry>({ path }: { path: string }): Entry[] {
  return parseEntries(path, readFileSync(path)).entries as Entry[];
}

/** The size of the part at the end of a file that is searched for its last instant. A line has a few hundred bytes. */
const tailBytes = 1 << 20;

/**
 * Returns the latest instant in the last entries of a journal; null if there is no journal or it is empty. Lines that
 * cannot be read are ignored.
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

/** Returns the instant in a line; none if the line is incomplete. */
function instantsOf(line: string): number[] {
  try {
    const { at } = JSON.parse(line) as Partial<JournalEntry>;
    return typeof at === 'number' ? [at] : [];
  } catch {
    return [];
  }
}

function readEntries({ path, file }: { path: string; file: number }): unknown[] {
  const bytes = readFileSync(path);
  const { entries, whole } = parseEntries(path, bytes);
  if (whole < bytes.length) ftruncateSync(file, whole);
  return entries;
}

/** Returns the entries, and the length in bytes of all complete lines. */
function parseEntries(path: string, bytes: Buffer): { entries: unknown[]; whole: number } {
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch (cause) {
      throw new Error(
        `${path}, line ${index + 1}, is not JSON: the journal of the simulator is damaged. Move the file away to start a new one.`,
        { cause },
      );
    }
  });
  return { entries, whole };
}
