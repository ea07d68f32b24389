import type { SeriesRow } from '../../../domain/campaign/series.ts';

/**
 * Figures over time: one row for each campaign and five minutes of business time in which something happened. Turns add to
 * them: see `Turn.series`.
 */
export type SeriesStore = {
  /**
   * Up to `limit` rows of a campaign, by time: those that begin at `from` or later and before `to`. Empty for a campaign
   * that is not stored. What happened before a store kept them is missing.
   */
  readSeries: (input: {
    campaign: string;
    from: number;
    to: number;
    limit: number;
  }) => Promise<readonly SeriesRow[]>;
};
