import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { emptySeriesRow, stepOf } from '../../../domain/campaign/series.ts';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import { isEnd } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { bump } from './row-counts.ts';

export type SeriesCounter = {
  attempt: (before: Attempt | null, after: Attempt) => void;
  enrollment: (before: Enrollment | null, after: Enrollment) => void;
  contactsEnded: (at: number, count: number) => void;
  /**
   * Returns the changes of the turn. `open` is the number of attempts in flight after it; null if it did not change.
   */
  changes: (input: { at: number; open: number | null }) => SeriesRow[];
};

/**
 * Counts what a turn adds to the figures over time. A figure belongs to the time of its row. If an end is amended, the
 * count moves from one disposition to another within the five minutes in which the attempt ended.
 */
export function createSeriesCounter(): SeriesCounter {
  const rows = new Map<number, SeriesRow>();

  const rowAt = (at: number): SeriesRow => {
    const step = stepOf(at);
    const known = rows.get(step);
    if (known) return known;
    const row = emptySeriesRow(step);
    rows.set(step, row);
    return row;
  };
  const countEnd = (attempt: Attempt, by: 1 | -1): void => {
    const { state, disposition, endedAt, mintedAt } = attempt;
    if (state === 'ended' && disposition) bump(rowAt(endedAt ?? mintedAt).ended, disposition, by);
  };
  const countContacts = (at: number, by: number): void => {
    rowAt(at).contactsEnded += by;
  };

  return {
    attempt(before, after) {
      const wasPlaced = before?.placed ?? false;
      if (wasPlaced !== after.placed) rowAt(after.mintedAt).placed += after.placed ? 1 : -1;
      const isSameEnd =
        before?.state === after.state &&
        before.disposition === after.disposition &&
        before.endedAt === after.endedAt;
      if (isSameEnd) return;
      if (before) countEnd(before, -1);
      countEnd(after, 1);
    },
    enrollment(before, after) {
      if (!isEnd(after.state) || after.endedAt === null) return;
      // A contact that ended with its campaign was counted then, and its row has no time.
      const was = before && isEnd(before.state) ? before.endedAt : undefined;
      if (was === after.endedAt || was === null) return;
      if (was !== undefined) countContacts(was, -1);
      countContacts(after.endedAt, 1);
    },
    contactsEnded(at, count) {
      if (count > 0) countContacts(at, count);
    },
    changes({ at, open }) {
      if (open !== null) rowAt(at).open = open;
      return [...rows.values()].filter((row) => !isIdle(row));
    },
  };
}

function isIdle({ placed, ended, contactsEnded, open }: SeriesRow): boolean {
  return placed === 0 && contactsEnded === 0 && open === null && Object.keys(ended).length === 0;
}
