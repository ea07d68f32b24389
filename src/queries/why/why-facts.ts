import type { SharedLimits } from '../../actors/index.ts';
import type { ChannelWords } from '../../domain/campaign/channel-facts.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { probeDueAt } from '../../rules/breaker.ts';
import { progressOf } from '../../rules/progress.ts';
import type { WhyFacts } from '../../rules/why.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { groupFacts } from './group-facts.ts';
import { limitFacts } from './limit-facts.ts';

/** The facts that are the same for everybody in the campaign. */
export type CommonFacts = Omit<WhyFacts, 'remaining' | 'inFlight' | 'pausedContacts' | 'review' | 'groups'>;

/**
 * While the breaker is open nothing starts before the next probe, nor while one is in flight; the probe itself is
 * held back by nothing. Throttling is known from what the campaign's owner saw last.
 */
function providerFacts({ status, isProbing, now }: CampaignFacts): WhyFacts['providerDown'] {
  const { breaker, waiting } = status.context;
  const probeAt = probeDueAt({ ...breaker, now });
  if (breaker.open && probeAt > now) return { until: probeAt };
  if (isProbing) return { until: null };
  const isThrottled =
    status.doing === 'waiting' && waiting?.reason === 'provider.throttled' && (waiting.until ?? 0) > now;
  return isThrottled ? { until: waiting.until, throttled: true } : null;
}

const wordsOfAnyChannel: ChannelWords = {
  one: 'attempt',
  many: 'attempts',
  during: 'in flight',
  active: 'Messages are being sent',
  idle: 'Nothing is sent',
};

/** How the touches of a campaign are called: by its channel, if all its steps that contact are of one. */
export function wordsOf({ record, channels }: Pick<CampaignFacts, 'record' | 'channels'>): ChannelWords {
  const contacting = record.definition.steps.filter((step) => channels.stepContacts(step));
  const names = new Set(contacting.map(({ channel }) => channel));
  const [name] = names;
  return (names.size === 1 && name !== undefined && channels.find(name)?.words) || wordsOfAnyChannel;
}

export function commonFacts(input: { campaignFacts: CampaignFacts; shared: SharedLimits }): CommonFacts {
  const { record, status, now, hold, isRun } = input.campaignFacts;
  return {
    now,
    state: status.state,
    doing: status.doing,
    words: wordsOf(input.campaignFacts),
    pauseReason: status.context.pause?.reason ?? null,
    startsAt: status.context.startAt,
    emergencyStop: hold && (hold.client === everyClient ? 'every-client' : 'client'),
    isRun,
    clockBehindMs: Math.max(0, record.updatedAt - now),
    providerDown: providerFacts(input.campaignFacts),
    limit: limitFacts(input),
  };
}

/** Whether people differ at all: while the campaign or the provider stands still they do not. */
function looksAtGroups({ state, emergencyStop, isRun, providerDown }: CommonFacts): boolean {
  return state === 'running' && emergencyStop === null && isRun && providerDown === null;
}

async function earliestReview(store: Store, campaign: string): Promise<number | null> {
  const [first] = await store.readOverdue({ campaign, now: Number.MAX_SAFE_INTEGER, limit: 1 });
  return first?.deadlineAt ?? null;
}

/** All that rules/why needs, from counters, tallies, heads, windows, limits, holds and the breaker. */
export async function whyFacts({
  store,
  campaignFacts,
  shared,
}: {
  store: Store;
  campaignFacts: CampaignFacts;
  shared: SharedLimits;
}): Promise<WhyFacts> {
  const { record } = campaignFacts;
  const { total, states, attempts } = record.counters;
  const common = commonFacts({ campaignFacts, shared });
  const reviews = states.review ?? 0;
  return {
    ...common,
    remaining: progressOf({ total, states, attempts }).remaining,
    inFlight: states['in-flight'] ?? 0,
    pausedContacts: states.paused ?? 0,
    review: { contacts: reviews, until: reviews > 0 ? await earliestReview(store, record.id) : null },
    groups: looksAtGroups(common) ? await groupFacts({ store, campaignFacts }) : [],
  };
}
