/** Figures over time are kept for every five minutes of business time. */
export const seriesStepMs = 300_000;

/** The figures of a campaign for five minutes, or for a longer interval that is a sum of such rows. */
export type SeriesRow = {
  /** The start: business time in milliseconds, a multiple of the interval. */
  at: number;
  /** Attempts that were minted in this interval and were placed, then or later. */
  placed: number;
  /** Attempts that ended in this interval, by disposition. */
  ended: Record<string, number>;
  /** Contacts that ended in this interval. */
  contactsEnded: number;
  /** Attempts in flight after the last commit in this interval; null if there was no commit. */
  open: number | null;
};

/** The start of the interval that contains an instant. */
export function stepOf(at: number, stepMs = seriesStepMs): number {
  return Math.floor(at / stepMs) * stepMs;
}

export function emptySeriesRow(at: number): SeriesRow {
  return { at, placed: 0, ended: {}, contactsEnded: 0, open: null };
}

/** The sum of two rows, with the `at` of the first. The second is the later one: its `open` counts, unless it is null. */
export function addSeries(first: SeriesRow, second: SeriesRow): SeriesRow {
  const ended: Record<string, number> = { ...first.ended };
  for (const [disposition, count] of Object.entries(second.ended)) {
    const sum = (ended[disposition] ?? 0) + count;
    if (sum === 0) delete ended[disposition];
    else ended[disposition] = sum;
  }
  return {
    at: first.at,
    placed: first.placed + second.placed,
    ended,
    contactsEnded: first.contactsEnded + second.contactsEnded,
    open: second.open ?? first.open,
  };
}
