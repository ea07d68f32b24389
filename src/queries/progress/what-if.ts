import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { createSeededRandom } from '../../platform/random.ts';
import { campaignKey } from '../../rules/limits/limits.ts';
import type { CampaignFacts, ReadCampaignFacts } from '../campaign-facts.ts';
import { instantText } from '../instants.ts';
import { touchCaps } from '../why/limit-caps.ts';
import { estimate } from './eta.ts';
import type { Eta } from './eta.ts';
import { startsPerMinute } from './pace.ts';
import { whatIfSummary } from './what-if-summary.ts';
import { whatIfLimits } from './what-if-view.ts';
import type { AskedLimits, Bound, WhatIfLimit, WhatIfView } from './what-if-view.ts';

type RateLimits = CampaignRecord['definition']['rateLimits'];

const withoutLimit: Readonly<Record<WhatIfLimit, Partial<RateLimits>>> = {
  concurrent: { concurrent: 100_000 },
  perSecond: { perSecond: 100_000 },
  perHour: { perHour: undefined },
  perDay: { perDay: undefined, warmupEnabled: false },
};

/** Estimates the end of a campaign with other limits, by the estimate of its progress. Nothing is changed. */
export async function whatIf({
  store,
  shared,
  readCampaignFacts,
  asked,
  ...about
}: {
  store: Store;
  shared: SharedLimits;
  readCampaignFacts: ReadCampaignFacts;
  record: CampaignRecord;
  asked: AskedLimits;
  now: number;
}): Promise<WhatIfView> {
  const campaignFacts = await readCampaignFacts(about);
  const ratePerMinute = await startsPerMinute({ store, campaignFacts });
  // The same draws for all estimates: they differ only by the limits.
  const endWith = (rateLimits: RateLimits): Eta | null =>
    estimate({ campaignFacts, ratePerMinute, shared, rateLimits, random: createSeededRandom({ seed: 1 }) });
  const inForce = campaignFacts.record.definition.rateLimits;
  const limits = { ...inForce, ...asked };
  const changed = endWith(limits);
  const view = {
    asOf: instantText(about.now),
    asked,
    current: endWith(inForce),
    changed,
    unlimited: endWith(
      whatIfLimits.reduce<RateLimits>((all, name) => ({ ...all, ...withoutLimit[name] }), limits),
    ),
    decidedBy: changed ? slowest({ limits, changed, endWith, now: about.now }) : 'other',
    bounds: boundsOf({ campaignFacts, shared, asked }),
  } as const;
  return { ...view, summary: whatIfSummary({ ...view, at: about.now, state: campaignFacts.status.state }) };
}

/** A gain below this share of the remaining time is within the noise of the estimate. */
const noticeable = 0.02;

/** Returns the limit of the campaign without which it would end much earlier; `other` if there is none. */
function slowest({
  limits,
  changed,
  endWith,
  now,
}: {
  limits: RateLimits;
  changed: Eta;
  endWith: (rateLimits: RateLimits) => Eta | null;
  now: number;
}): WhatIfLimit | 'other' {
  const end = Date.parse(changed.likely);
  let found: WhatIfLimit | 'other' = 'other';
  let most = Math.max(60_000, noticeable * (end - now));
  for (const name of whatIfLimits) {
    const other = endWith({ ...limits, ...withoutLimit[name] });
    const gain = other ? end - Date.parse(other.likely) : 0;
    if (gain > most) [found, most] = [name, gain];
  }
  return found;
}

/** The limits beyond the campaign that allow less than was asked for, the lowest of each kind. */
function boundsOf({
  campaignFacts: { record, channels, client, readings, senders, now },
  shared,
  asked,
}: {
  campaignFacts: CampaignFacts;
  shared: SharedLimits;
  asked: AskedLimits;
}): Bound[] {
  const caps = touchCaps({ record, channels, senders, now, day: null, shared, client });
  return whatIfLimits.flatMap((limit) => {
    const wanted = asked[limit];
    if (wanted === undefined) return [];
    const bounds = caps.flatMap((each): Bound[] => {
      const { scope, [limit]: cap } = each;
      if (cap === null || scope === campaignKey(record.id)) return [];
      const others = limit === 'concurrent' ? (readings.get(scope)?.held ?? 0) - record.counters.open : 0;
      const available = Math.max(0, cap - Math.max(0, others));
      return available < wanted ? [{ limit, asked: wanted, scope, cap, available }] : [];
    });
    return bounds.toSorted((left, right) => left.available - right.available).slice(0, 1);
  });
}
