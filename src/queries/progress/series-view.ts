import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { addSeries, emptySeriesRow, stepOf } from '../../domain/campaign/series.ts';
import type { SeriesRow } from '../../domain/campaign/series.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';

const minute = 60_000;
/** The possible intervals of a series. Days and hours are those of UTC. */
export const seriesSteps = {
  '5m': 5 * minute,
  '15m': 15 * minute,
  '1h': 60 * minute,
  '6h': 6 * 60 * minute,
  '1d': 24 * 60 * minute,
} as const;
export type SeriesStep = keyof typeof seriesSteps;

/** Business time in milliseconds; `from` is the start of an interval. */
export type SeriesRange = { from: number; to: number; step: SeriesStep };

export type SeriesView = {
  from: string;
  to: string;
  step: SeriesStep;
  items: {
    at: string;
    placed: number;
    ended: Record<string, number>;
    contactsEnded: number;
    inFlight: number | null;
  }[];
};

const maxSteps = 1_000;
/** The rows of a week. */
const rowsPerRead = 2_016;

/**
 * The figures of a campaign over time, by intervals; intervals in which nothing happened are left out. Throws
 * `series.too-long` for a range of more than 1,000 intervals and `series.empty-range` for one that ends before it
 * begins.
 */
export async function seriesView({
  store,
  record,
  range: { from: asked, to, step },
}: {
  store: Pick<Store, 'readSeries'>;
  record: Pick<CampaignRecord, 'id'>;
  range: SeriesRange;
}): Promise<SeriesView> {
  const stepMs = seriesSteps[step];
  const from = stepOf(asked, stepMs);
  if (to <= from) throw emptyRange({ from, to });
  if ((to - from) / stepMs > maxSteps) throw tooLong({ from, to, step });
  const sums = new Map<number, SeriesRow>();
  for await (const row of rowsOf({ store, campaign: record.id, from, to })) {
    const at = stepOf(row.at, stepMs);
    sums.set(at, addSeries(sums.get(at) ?? emptySeriesRow(at), row));
  }
  const items = [...sums.values()].map(({ at, open, ...figures }) => ({
    at: instantText(at),
    ...figures,
    inFlight: open,
  }));
  return { from: instantText(from), to: instantText(to), step, items };
}

async function* rowsOf({
  store,
  campaign,
  from,
  to,
}: {
  store: Pick<Store, 'readSeries'>;
  campaign: string;
  from: number;
  to: number;
}): AsyncGenerator<SeriesRow> {
  let start = from;
  for (;;) {
    const rows = await store.readSeries({ campaign, from: start, to, limit: rowsPerRead });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsPerRead) return;
    start = last.at + 1;
  }
}

function emptyRange({ from, to }: { from: number; to: number }): RingmasterError {
  return new RingmasterError({
    code: 'series.empty-range',
    family: 'invalid',
    message: `The range from ${instantText(from)} to ${instantText(to)} is empty.`,
    hint: 'Ask for a `to` that is later than `from`.',
  });
}

function tooLong({ from, to, step }: SeriesRange): RingmasterError {
  return new RingmasterError({
    code: 'series.too-long',
    family: 'invalid',
    message: `From ${instantText(from)} to ${instantText(to)} there are more than ${maxSteps} steps of ${step}.`,
    hint: 'Ask for a shorter range or for longer steps.',
  });
}
