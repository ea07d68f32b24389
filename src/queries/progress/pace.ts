import { seriesStepMs, stepOf } from '../../domain/campaign/series.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { lanesOf } from '../../rules/due-lanes.ts';
import type { CampaignFacts } from '../campaign-facts.ts';

const minuteMs = 60_000;
/** With fewer attempts than these a rate is calculated over one minute or more. */
const fewAttempts = 100;
/** The number of newest attempts whose channels are counted, in campaigns with steps that contact no one. */
const newestRead = 100;

type PaceStore = Pick<Store, 'listAttempts' | 'readSeries'>;
export type PaceFacts = Pick<
  CampaignFacts,
  'channels' | 'record' | 'status' | 'calendars' | 'windowOf' | 'now'
>;

/**
 * Returns the attempts started per minute of business time in the last five minutes, rounded to one decimal. It is
 * calculated from the campaign's figures over time, which have a row for each five minutes: the row of `now`, and a share
 * of the row before. Null if these rows have no attempts, or if the campaign is not running. A pause of less than five
 * minutes lowers the rate.
 */
export async function startsPerMinute({
  store,
  campaignFacts,
}: {
  store: PaceStore;
  campaignFacts: PaceFacts;
}): Promise<number | null> {
  const { channels, record, now } = campaignFacts;
  if (record.state !== 'running') return null;
  const at = stepOf(now);
  const from = at - seriesStepMs;
  const rows = await store.readSeries({ campaign: record.id, from, to: at + 1, limit: 2 });
  const placedIn = (step: number): number => rows.find((row) => row.at === step)?.placed ?? 0;
  const { placed, ms } = recentOf(campaignFacts, { before: placedIn(from), current: placedIn(at) });
  if (placed === 0) return null;
  const spanMs = Math.max(ms, placed < fewAttempts ? minuteMs : 1_000);
  const { withoutContact } = lanesOf({ steps: record.definition.steps, channels });
  const share = withoutContact.length === 0 ? 1 : await contactingShare({ store, campaignFacts });
  return share === 0 ? null : Math.round((placed / spanMs) * minuteMs * share * 10) / 10;
}

/**
 * Returns the attempts of the last five minutes, and for how many of these milliseconds the campaign was started and a
 * window was open.
 */
function recentOf(
  campaignFacts: PaceFacts,
  { before, current }: { before: number; current: number },
): { placed: number; ms: number } {
  const {
    now,
    status: { context },
  } = campaignFacts;
  const at = stepOf(now);
  const begin = (from: number): number =>
    Math.max(from, context.startedAt ?? 0, firstOpening(campaignFacts, from));
  // Without attempts in the row before, a pause that ended in this row began before it.
  if (before === 0) return { placed: current, ms: now - Math.max(begin(at), context.resumedAt ?? 0) };
  const began = Math.min(begin(at - seriesStepMs), at - 1);
  const from = Math.max(began, now - seriesStepMs);
  return { placed: current + (before * (at - from)) / (at - began), ms: now - from };
}

/** Returns when the first window of the campaign is open, at or after `from`. */
function firstOpening({ calendars, windowOf }: PaceFacts, from: number): number {
  const openings = calendars.map((calendar) => windowOf(calendar).nextOpening(from) ?? Infinity);
  const first = Math.min(...openings);
  return Number.isFinite(first) ? first : from;
}

/** Returns the share of attempts that contact someone. The figures over time do not distinguish them. */
async function contactingShare({
  store,
  campaignFacts: { channels, record },
}: {
  store: PaceStore;
  campaignFacts: PaceFacts;
}): Promise<number> {
  const { items } = await store.listAttempts({ campaign: record.id, limit: newestRead });
  const placed = items.filter((attempt) => attempt.placed);
  return placed.filter(({ channel }) => channels.contacts(channel)).length / Math.max(1, placed.length);
}
