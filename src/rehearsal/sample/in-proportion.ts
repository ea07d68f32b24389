import type { SharedLimits } from '../../actors/index.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';

/** A campaign whose limits are in proportion to a sample of its list. */
export type Proportion = {
  definition: CampaignDefinition;
  shared: SharedLimits;
  senders: readonly Sender[] | undefined;
  /** The factor of the duration of each call. It makes up for whole slots: half a slot is one slot with calls twice as long. */
  stretch: number;
};

type Rates = CampaignDefinition['rateLimits'];

/** The least number of starts per hour or day that a quota may have in a play, so that rounding changes it little. */
const leastQuota = 20;

/**
 * Returns the number of contacts to play of `contacts`: all up to `most`. A sample has more than `most` if a quota would
 * otherwise become too small to be in proportion.
 */
export function sampleSize({
  contacts,
  most,
  rates,
}: {
  contacts: number;
  most: number;
  rates: Rates;
}): number {
  const scale = Math.min(contacts / most, Math.max(1, Math.min(...quotasOf(rates)) / leastQuota));
  return scale <= 1 ? contacts : Math.ceil(contacts / scale);
}

function quotasOf({ perHour, perDay, warmupSchedule = [] }: Rates): number[] {
  return [perHour, perDay, ...warmupSchedule].filter((quota) => quota !== undefined);
}

/**
 * Divides the limits by `scale`, so that a sample with one of `scale` contacts takes as long as the whole list. Waits
 * and windows stay as they are.
 */
export function inProportion({
  definition,
  shared,
  senders,
  scale,
}: {
  definition: CampaignDefinition;
  shared: SharedLimits;
  senders?: readonly Sender[] | undefined;
  scale: number;
}): Proportion {
  if (scale <= 1) return { definition, shared, senders, stretch: 1 };
  const { rateLimits: rates } = definition;
  const caps = [rates.concurrent, ...Object.values(shared).map(({ concurrent }) => concurrent)];
  const least = Math.min(...caps.filter((cap) => cap !== null));
  const slots = Math.max(1, Math.round(least / scale));
  const stretch = slots / (least / scale);
  const concurrent = (cap: number): number => Math.max(slots, Math.round((cap / scale) * stretch));
  const quota = (cap: number): number => Math.max(1, Math.round(cap / scale));
  const sharedCaps = (caps: SharedLimits['account']): SharedLimits['account'] => ({
    concurrent: caps.concurrent === null ? null : concurrent(caps.concurrent),
    perSecond: caps.perSecond === null ? null : caps.perSecond / scale,
  });
  return {
    stretch,
    senders: senders && inProportionSenders({ senders, scale, stretch }),
    shared: {
      account: sharedCaps(shared.account),
      global: sharedCaps(shared.global),
      caller: sharedCaps(shared.caller),
    },
    definition: {
      ...definition,
      rateLimits: {
        ...rates,
        concurrent: concurrent(rates.concurrent),
        perSecond: rates.perSecond / scale,
        ...(rates.perHour !== undefined && { perHour: quota(rates.perHour) }),
        ...(rates.perDay !== undefined && { perDay: quota(rates.perDay) }),
        ...(rates.warmupSchedule && { warmupSchedule: rates.warmupSchedule.map(quota) }),
      },
    },
  };
}

/**
 * Returns fewer senders with the same limits, or one with lower ones: whole slots of many senders cannot be divided. Each
 * pool keeps at least one sender.
 */
function inProportionSenders({
  senders,
  scale,
  stretch,
}: {
  senders: readonly Sender[];
  scale: number;
  stretch: number;
}): Sender[] {
  const kept: Sender[] = [];
  for (const same of Map.groupBy(senders, ({ tags }) => tags.join(' ')).values()) {
    const count = Math.max(1, Math.round(same.length / scale));
    const share = count / (same.length / scale);
    const cap = (limit: number | null): number | null =>
      limit === null ? null : Math.max(1, Math.round((limit / share) * stretch));
    for (let index = 0; index < count; index += 1) {
      const sender = same[Math.floor((index * same.length) / count)];
      if (!sender) continue;
      const { concurrent, perSecond, perDay } = sender.limits;
      const rate = perSecond === null ? null : perSecond / share;
      const limits = {
        concurrent: cap(concurrent),
        perSecond: rate,
        perDay: perDay === null ? null : Math.max(1, Math.round(perDay / share)),
      };
      kept.push({ ...sender, limits });
    }
  }
  return kept;
}
