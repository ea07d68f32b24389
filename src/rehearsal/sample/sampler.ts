import { hash } from 'node:crypto';
import type { EnrollableRow } from '../../domain/contact/contact.ts';
import { calendarKey } from '../../domain/time/window-rules.ts';

type Ranked = { row: EnrollableRow; rank: number; calendar: string };

/** The rows that are kept while a list is read, as a multiple of the sample. */
const keptPerSampled = 4;

/**
 * Creates a sampler of rows. It returns all rows if `mostFor` allows it. Otherwise it returns a random sample,
 * stratified by calendar: each calendar has its share of the sample, rounded up or down. Its memory is limited by the
 * size of the sample, and the same list always has the same sample.
 */
export function createSampler({ mostFor }: { mostFor: (contacts: number) => number }): {
  add: (row: EnrollableRow) => void;
  /** Returns the sample in the order in which the rows were added. */
  rows: () => EnrollableRow[];
} {
  const counts = new Map<string, number>();
  let kept: Ranked[] = [];
  let maxRank = 1;
  let total = 0;
  return {
    add(row) {
      total += 1;
      const calendar = calendarKey(row.calendar);
      counts.set(calendar, (counts.get(calendar) ?? 0) + 1);
      const rank = rankOf(row.identity);
      if (rank >= maxRank) return;
      kept.push({ row, rank, calendar });
      if (kept.length <= keptPerSampled * mostFor(total)) return;
      maxRank /= 2;
      kept = kept.filter((one) => one.rank < maxRank);
    },
    rows() {
      const most = mostFor(total);
      if (most >= total && kept.length === total) return kept.map(({ row }) => row);
      const chosen = new Set(chooseByCalendar({ kept, counts, share: most / total }));
      return kept.filter((one) => chosen.has(one)).map(({ row }) => row);
    },
  };
}

/** Returns a number from 0 to 1 that depends on the identity only. */
function rankOf(identity: string): number {
  return hash('sha1', identity, 'buffer').readUInt32BE(0) / 2 ** 32;
}

/** Chooses the rows of each calendar with the lowest ranks. The rounding errors of the calendars add up to less than one row. */
function chooseByCalendar({
  kept,
  counts,
  share,
}: {
  kept: readonly Ranked[];
  counts: ReadonlyMap<string, number>;
  share: number;
}): Ranked[] {
  const byCalendar = Map.groupBy(kept, ({ calendar }) => calendar);
  const chosen: Ranked[] = [];
  let [seen, taken] = [0, 0];
  for (const [calendar, count] of counts) {
    seen += count;
    const wanted = Math.round(seen * share) - taken;
    taken += wanted;
    const ranked = [...(byCalendar.get(calendar) ?? [])].sort((left, right) => left.rank - right.rank);
    chosen.push(...ranked.slice(0, wanted));
  }
  return chosen;
}
