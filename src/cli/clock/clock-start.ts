import { readClockFile } from './clock-file.ts';

/**
 * Where a clock that ran ahead continues, so that it never runs backwards: not before what its file says, nor before
 * the last instant in the carrier's journal, should the file be missing or damaged. Null if it was the real one.
 */
export async function readClockStart({
  clock,
  journal,
  now,
}: {
  /** The files. */
  clock: string;
  journal: string;
  /** By the real clock. */
  now: number;
}): Promise<number | null> {
  const { readLastInstant } = await import('../../simulator/index.ts');
  const fromFile = readClockFile({ path: clock });
  const fromJournal = readLastInstant({ path: journal });
  if (fromFile === null && (fromJournal ?? 0) <= now) return null;
  return Math.max(fromFile ?? 0, fromJournal ?? 0);
}
