import type { SharedLimits } from '../../actors/index.ts';
import { ownedStates } from '../../domain/campaign/campaign.ts';
import type { LimitCaps } from '../../domain/campaign/limit-scope.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { LimitCap } from '../../persistence/contract/attempts/limits.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Abandonment } from '../../rules/limits/abandonment.ts';
import { explain } from '../../rules/why.ts';
import type { CampaignFacts, ReadCampaignFacts } from '../campaign-facts.ts';
import { instantText } from '../instants.ts';
import { touchCaps } from '../why/limit-caps.ts';
import { whyFacts } from '../why/why-facts.ts';

/** One limit and its use by all campaigns together; instants are RFC 3339 in UTC. */
export type LimitUse = {
  scope: string;
  caps: LimitCaps;
  held: number;
  hourUsed: number;
  hourUntil: string;
  dayUsed: number;
  dayUntil: string;
  /** The campaigns that have started and take slots in it. */
  campaigns: readonly { id: string; name: string }[];
};

/** The contacts of a campaign that wait for a limit or a quota. */
export type LimitWait = {
  campaign: string;
  name: string;
  reason: ReasonCode;
  contacts: number;
  until: string | null;
};

/** The abandoned calls of a client in 30 days: see `Abandonment`. */
export type AbandonmentView = Abandonment & { client: string };

export type LimitsView = {
  asOf: string;
  items: readonly LimitUse[];
  waiting: readonly LimitWait[];
  /** Of the clients whose campaigns make calls that need a bot or an agent. */
  abandonment: readonly AbandonmentView[];
};

/** The maximum number of campaigns whose limits are read. */
const maxCampaigns = 100;

/** Returns the limits of the campaigns that have started, of one client or (null) of all. */
export async function limitsView({
  store,
  readCampaignFacts,
  shared,
  client,
  now,
}: {
  store: Store;
  readCampaignFacts: ReadCampaignFacts;
  shared: SharedLimits;
  client: string | null;
  now: number;
}): Promise<LimitsView> {
  const { items: records } = await store.listCampaigns({
    ...(client !== null && { client }),
    states: ownedStates,
    limit: maxCampaigns,
  });
  const uses = new Map<string, LimitUse>();
  const waiting: LimitWait[] = [];
  const abandonment = new Map<string, AbandonmentView>();
  for (const record of records) {
    const campaignFacts = await readCampaignFacts({ record, now });
    if (campaignFacts.abandonment) {
      const { campaign: _, ...ofClient } = campaignFacts.abandonment;
      abandonment.set(record.client, { client: record.client, ...ofClient });
    }
    for (const cap of capsOf(campaignFacts, shared)) {
      const known = uses.get(cap.scope) ?? useOf(campaignFacts, cap);
      const campaigns = [...known.campaigns, { id: record.id, name: record.name }];
      uses.set(cap.scope, { ...known, campaigns });
    }
    const { reasons } = explain(await whyFacts({ store, campaignFacts, shared }));
    for (const { code, contacts, until } of reasons) {
      if (!/^(?:limit|quota|bots|abandonment)\./.test(code)) continue;
      waiting.push({
        campaign: record.id,
        name: record.name,
        reason: code,
        contacts,
        until,
      });
    }
  }
  const items = [...uses.values()].sort((a, b) => a.scope.localeCompare(b.scope));
  return { asOf: instantText(now), items, waiting, abandonment: [...abandonment.values()] };
}

function capsOf(
  { record, channels, senders, now, period, client }: CampaignFacts,
  shared: SharedLimits,
): LimitCap[] {
  return touchCaps({ record, channels, senders, now, day: period.day, shared, client });
}

function useOf({ readings, period }: CampaignFacts, { scope, ...cap }: LimitCap): LimitUse {
  const reading = readings.get(scope);
  return {
    scope,
    caps: { concurrent: cap.concurrent, perSecond: cap.perSecond, perHour: cap.perHour, perDay: cap.perDay },
    held: reading?.held ?? 0,
    // A period later than the counted one starts at zero; an earlier one counts into it, as in the store.
    hourUsed: reading && reading.hour >= period.hour ? reading.hourUsed : 0,
    hourUntil: instantText(period.nextHourAt),
    dayUsed: reading && reading.day >= period.day ? reading.dayUsed : 0,
    dayUntil: instantText(period.nextDayAt),
    campaigns: [],
  };
}
