import { RingmasterError } from '../domain/errors.ts';
import { textHash } from '../persistence/contract/campaigns/log-hashes.ts';
import { evidenceLine } from './lines.ts';
import type { EvidenceLine, LineOf } from './lines.ts';

/** A difference that shows that a file is not as it was made. `line`: the line of the file, from 1; null for the whole. */
export type Fault = { line: number | null; detail: string };

export type ReadLine = { number: number; value: EvidenceLine };

/** The lines of a file, without those that cannot be read, and what is wrong with them. */
export type ReadEvidence = {
  head: LineOf<'evidence'>;
  lines: readonly ReadLine[];
  faults: readonly Fault[];
};

/**
 * Reads a file of evidence, and checks its last line. Throws `evidence.unreadable` if the text does not begin as such a
 * file.
 */
export function readEvidence(text: string): ReadEvidence {
  const faults: Fault[] = [];
  const parts = text.split('\n');
  const lines: ReadLine[] = [];
  for (const [index, part] of parts.slice(0, -1).entries()) {
    const value = readLine(part);
    if (value) lines.push({ number: index + 1, value });
    else faults.push({ line: index + 1, detail: 'this is no line of a file of evidence' });
    if (index === 0 && value?.kind !== 'evidence') throw unreadable(part);
  }
  const first = lines[0]?.value;
  if (first?.kind !== 'evidence') throw unreadable(text.slice(0, 200));
  if (parts.at(-1) !== '')
    faults.push({ line: parts.length, detail: 'the line has no end: the file was cut' });
  return { head: first, lines, faults: [...faults, ...endFaults(text, lines)] };
}

/** Null if it is not a line, or not exactly as it was written. */
function readLine(text: string): EvidenceLine | null {
  try {
    const value: unknown = JSON.parse(text);
    const read = evidenceLine.safeParse(value);
    return read.success && JSON.stringify(value) === text ? read.data : null;
  } catch {
    return null;
  }
}

function endFaults(text: string, lines: readonly ReadLine[]): Fault[] {
  const ends = lines.filter(({ value }) => value.kind === 'end');
  const last = lines.at(-1);
  if (last?.value.kind !== 'end')
    return [{ line: null, detail: 'the last line is missing: the file was cut' }];
  if (ends.length > 1) return [{ line: ends[0]?.number ?? null, detail: 'lines follow the last line' }];
  const { number, value } = last;
  if (value.lines !== number - 1)
    return [
      { line: null, detail: `the file had ${value.lines} lines before the last, and has ${number - 1}` },
    ];
  const before = text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1);
  if (textHash(before) === value.hash) return [];
  return [{ line: null, detail: 'the file does not match the hash in its last line: it was changed' }];
}

function unreadable(start: string): RingmasterError {
  const isOther = /"kind":"evidence"/.test(start);
  return new RingmasterError({
    code: 'evidence.unreadable',
    family: 'invalid',
    message: isOther
      ? 'This file of evidence has a first line that this version cannot read.'
      : 'This is not a file of evidence.',
    hint: isOther
      ? 'Its first line was changed, or a newer version of ringmaster made it.'
      : 'Use a file that ringmaster evidence has written.',
  });
}
