import { deadShare, fullPlays } from './expectations.ts';
import { coverage } from './prediction.ts';
import type { Rehearsal } from './rehearse.ts';

const toText = (at: number): string => new Date(at).toISOString();

/** A rehearsal as the API and `--json` give it: instants in RFC 3339. */
export function rehearsalView({
  end,
  grid,
  people,
  attempts,
  byDisposition,
  skipped,
  ranges,
  runs,
  optedOut,
  addressesSuppressed,
}: Rehearsal) {
  return {
    people,
    attempts: { started: attempts, ...byDisposition },
    skipped,
    optedOut,
    addressesSuppressed,
    days: grid.days,
    zones: grid.zones,
    end: end && { early: toText(end.early), likely: toText(end.likely), late: toText(end.late) },
    ranges,
    coverage,
    /** Up to which share of dead numbers the ranges hold; null where the plays were too few to cover them. */
    deadShare: runs < fullPlays ? null : deadShare,
    runs,
  };
}
