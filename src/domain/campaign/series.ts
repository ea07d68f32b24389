/** Figures over time are kept for every five minutes of business time. */
export const seriesStepMs = 300_000;

/** What happened in a campaign in five minutes, or in a longer step that is a sum of such rows. */
export type SeriesRow = {
  /** When they begin: business time in milliseconds, a multiple of the step. */
  at: number;
  /** Attempts minted in this time that were placed, then or later. */
  placed: number;
  /** Attempts that ended in this time, by disposition. */
  ended: Record<string, number>;
  /** Contacts that ended in this time. */
  contactsEnded: number;
  /** Attempts in flight after the last commit in this time; null if there was none. */
  open: number | null;
};

/** The beginning of the step that holds an instant. */
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
