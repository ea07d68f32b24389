import { deadShare, fullPlays } from './expectations.ts';
import { coverage } from './prediction.ts';
import type { Rehearsal } from './rehearse.ts';

const toText = (at: number): string => new Date(at).toISOString();

/** Returns a rehearsal as in the API and `--json`: instants are RFC 3339. */
export function rehearsalView({
  end,
  grid,
  contacts,
  attempts,
  byDisposition,
  skipped,
  ranges,
  runs,
  optedOut,
  addressesSuppressed,
  sample,
}: Rehearsal) {
  return {
    contacts,
    attempts: { started: attempts, ...byDisposition },
    skipped,
    optedOut,
    addressesSuppressed,
    days: grid.days,
    zones: grid.zones,
    end: end && { early: toText(end.early), likely: toText(end.likely), late: toText(end.late) },
    ranges,
    coverage,
    /** The maximum share of numbers that never answer for which the ranges hold; null if there were too few plays. */
    deadShare: runs < fullPlays ? null : deadShare,
    runs,
    /** The contacts that were played, if that was a sample. The figures are scaled to the whole list. */
    sample,
  };
}
