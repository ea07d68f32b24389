import { readClockFile } from './clock-file.ts';

/**
 * Returns the instant from which a simulated clock continues, so that it never goes back: the instant in its file, or
 * the last instant in the carrier's journal if that is later (the file may be missing or damaged). Null if the clock
 * was the real one.
 */
export async function readClockStart({
  clock,
  journal,
  now,
}: {
  /** The paths of the clock file and the journal. */
  clock: string;
  journal: string;
  /** The instant of the real clock. */
  now: number;
}): Promise<number | null> {
  const { readLastInstant } = await import('../../simulator/index.ts');
  const fromFile = readClockFile({ path: clock });
  const fromJournal = readLastInstant({ path: journal });
  if (fromFile === null && (fromJournal ?? 0) <= now) return null;
  return Math.max(fromFile ?? 0, fromJournal ?? 0);
}
