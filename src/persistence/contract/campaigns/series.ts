import type { SeriesRow } from '../../../domain/campaign/series.ts';

/**
 * Figures over time: one row for each campaign and each five minutes of business time in which something happened.
 * Turns add to them: see `Turn.series`.
 */
export type SeriesStore = {
  /**
   * Returns up to `limit` rows of a campaign, by time: those that begin at `from` or later and before `to`. Empty if
   * the campaign is not stored. Events from before a store had this table are not counted.
   */
  readSeries: (input: {
    campaign: string;
    from: number;
    to: number;
    limit: number;
  }) => Promise<readonly SeriesRow[]>;
};
