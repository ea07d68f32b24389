import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { WaitReason } from '../../domain/contact/enrollment.ts';
import { dayCountOf, monthMs, weekMs } from '../../domain/contact/person.ts';
import type { Person } from '../../domain/contact/person.ts';
import type { DayCount } from './day-count.ts';

/** How many attempts a person may have, over all campaigns of a client. Infinite if there is no cap. */
export type AttemptCaps = {
  /** On one day of the recipient. */
  maxPerDay: number;
  /** In any 24 hours. */
  maxPer24Hours: number;
  /** In any seven days of 24 hours. */
  maxPerWeek: number;
  /** In any 30 days of 24 hours: only the rules of a place have this cap. */
  maxPer30Days: number;
};

/** The attempts of one channel that a person has had. */
export type AttemptCounts = DayCount & {
  /** The starts of the latest attempts, in ascending order. */
  recent: readonly number[];
};

export const noCaps: AttemptCaps = {
  maxPerDay: Number.POSITIVE_INFINITY,
  maxPer24Hours: Number.POSITIVE_INFINITY,
  maxPerWeek: Number.POSITIVE_INFINITY,
  maxPer30Days: Number.POSITIVE_INFINITY,
};

/** Returns the caps of a contact: the lowest of those of the campaign, its client, and the rules of the place. */
export function attemptCapsOf({
  retry,
  client,
  place = noCaps,
}: {
  retry: CampaignDefinition['retry'];
  client: Pick<ClientSettings, 'perPerson'>;
  place?: Pick<AttemptCaps, 'maxPer24Hours' | 'maxPerWeek' | 'maxPer30Days'>;
}): AttemptCaps {
  const { perPerson = {} } = client;
  const lower = (name: 'maxPerDay' | 'maxPer24Hours' | 'maxPerWeek'): number =>
    Math.min(retry[name] ?? Number.POSITIVE_INFINITY, perPerson[name] ?? Number.POSITIVE_INFINITY);
  return {
    maxPerDay: lower('maxPerDay'),
    maxPer24Hours: Math.min(lower('maxPer24Hours'), place.maxPer24Hours),
    maxPerWeek: Math.min(lower('maxPerWeek'), place.maxPerWeek),
    maxPer30Days: place.maxPer30Days,
  };
}

/** Returns the attempts of a person through one channel. */
export function attemptCountsOf(person: Pick<Person, 'days' | 'recent'>, channel: string): AttemptCounts {
  return { ...dayCountOf(person, channel), recent: person.recent[channel] ?? [] };
}

/**
 * The longest time from the commit that issues a permit to the start: a start is reserved up to one second ahead, and a permit
 * is valid for two seconds. An attempt counts for this much longer, so that no period has more starts than its cap.
 */
const latestStartMs = 3_000;

const periods = [
  { cap: 'maxPer24Hours', ms: 86_400_000, waitReason: 'attempts.per-24-hours' },
  { cap: 'maxPerWeek', ms: weekMs, waitReason: 'attempts.per-week' },
  { cap: 'maxPer30Days', ms: monthMs, waitReason: 'attempts.per-30-days' },
] as const;

/**
 * Returns the first instant from `at` on at which the caps of 24 hours, seven days and 30 days allow an attempt, and the cap that
 * lasts longest; null if they allow one at `at`. An attempt counts until the end of the period after its latest start. A
 * start that is further ahead than the period comes from a clock that was set back since, and is ignored.
 */
export function rollingWait({
  counts: { recent },
  caps,
  at,
}: {
  counts: Pick<AttemptCounts, 'recent'>;
  caps: AttemptCaps;
  at: number;
}): { until: number; waitReason: WaitReason } | null {
  let longest: { until: number; waitReason: WaitReason } | null = null;
  for (const { cap, ms: period, waitReason } of periods) {
    const ms = period + latestStartMs;
    const most = caps[cap];
    const counted = recent.filter((start) => start > at - ms && start <= at + ms);
    const start = counted.length < most ? undefined : counted[counted.length - most];
    if (start === undefined) continue;
    if (longest === null || start + ms > longest.until) longest = { until: start + ms, waitReason };
  }
  return longest;
}
