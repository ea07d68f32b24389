import { startHorizonMs } from '../../actors/index.ts';
import type { SharedLimits } from '../../actors/index.ts';
import type { LimitReading } from '../../persistence/contract/attempts/limits.ts';
import { campaignKey } from '../../rules/limits/limits.ts';
import { warmUpCap } from '../../rules/limits/warm-up.ts';
import type { WhyFacts } from '../../rules/why.ts';
import { capsPerTouch } from './limit-caps.ts';
import type { ReasonedCap } from '../../rules/limits/limits.ts';
import type { ConcurrentReason } from '../../rules/limits/limits.ts';
import { quotaLeft } from './quota-used.ts';
import type { CampaignFacts } from '../campaign-facts.ts';

type Limit = NonNullable<WhyFacts['limit']>;
type Measured = { cap: ReasonedCap; reading: LimitReading | undefined };

function spentQuota({ record, period }: CampaignFacts, limits: readonly Measured[]): Limit | null {
  const left = limits.map((limit) => ({ ...quotaLeft({ ...limit, period }), scope: limit.cap.scope }));
  const spent = left.filter(({ day }) => day < 1);
  if (spent.length > 0) {
    const { rateLimits } = record.definition;
    const isWarmUp =
      spent.every(({ scope }) => scope === campaignKey(record.id)) &&
      warmUpCap({ rateLimits, sending: record.counters.sending, day: period.day }) !== null;
    return { code: isWarmUp ? 'quota.warm-up' : 'quota.daily', until: period.nextDayAt };
  }
  if (left.some(({ hour }) => hour < 1)) return { code: 'quota.hourly', until: period.nextHourAt };
  return null;
}

/** Why contacts wait if all slots of a limit are held; null if each limit has a free one. */
function fullReason({ record }: CampaignFacts, limits: readonly Measured[]): ConcurrentReason | null {
  const full = limits.filter(
    ({ cap, reading }) => cap.concurrent !== null && (reading?.held ?? 0) >= cap.concurrent,
  );
  const [own] = full.flatMap(({ cap }) => cap.reason ?? []);
  if (own) return own;
  const isOwnFull = record.counters.open >= record.definition.rateLimits.concurrent;
  return isOwnFull || full.length > 0 ? 'limit.concurrent' : null;
}

/**
 * Starts are handed out a little ahead of time, so something can start that much earlier. A later instant than that
 * was caused by a clock that was set back, and is discarded when something starts.
 */
function freeAtOf({ now }: CampaignFacts, limits: readonly Measured[]): number {
  return Math.max(
    ...limits.map(({ cap: { perSecond }, reading }) => {
      if (perSecond === null || !reading) return -Infinity;
      const roundMs = (Math.ceil(perSecond) / perSecond) * 1000;
      return Math.min(reading.nextFreeAt - startHorizonMs, now + roundMs);
    }),
  );
}

/** The first instant at which a touch of any step may start: steps of other channels and senders have other limits. */
function nextToken(facts: CampaignFacts, perTouch: readonly (readonly Measured[])[]): Limit | null {
  const { now } = facts;
  const freeAt = perTouch.length === 0 ? now : Math.min(...perTouch.map((limits) => freeAtOf(facts, limits)));
  return freeAt > now ? { code: 'limit.per-second', until: Math.ceil(freeAt) } : null;
}

/**
 * The first limit that blocks due contacts, in the order daily, hourly, concurrency, per second; null if one more
 * attempt could be minted now. Uses the same caps as dispatch.
 */
export function limitFacts({
  campaignFacts,
  shared,
}: {
  campaignFacts: CampaignFacts;
  shared: SharedLimits;
}): WhyFacts['limit'] {
  const { record, client, readings, period, channels, senders, now } = campaignFacts;
  const perTouch = capsPerTouch({ record, channels, senders, now, day: period.day, shared, client }).map(
    (caps) => caps.map((cap): Measured => ({ cap, reading: readings.get(cap.scope) })),
  );
  const limits = perTouch.flat();
  const quota = spentQuota(campaignFacts, limits);
  if (quota) return quota;
  const full = fullReason(campaignFacts, limits);
  if (full) return { code: full, until: null };
  return nextToken(campaignFacts, perTouch);
}
