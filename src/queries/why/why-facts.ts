import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { ChannelWords, Step } from '../../domain/campaign/step.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { lanesOf } from '../../rules/due-lanes.ts';
import type { Abandonment } from '../../rules/limits/abandonment.ts';
import { progressOf } from '../../rules/progress.ts';
import type { WhyFacts } from '../../rules/why.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { canaryFacts, withoutHeld } from './canary-facts.ts';
import { groupFacts } from './group-facts.ts';
import { limitFacts } from './limit-facts.ts';
import { missingSenders } from './step-senders.ts';

/** The facts that are the same for every contact of the campaign. */
export type CommonFacts = Omit<
  WhyFacts,
  'remaining' | 'inFlight' | 'pausedContacts' | 'review' | 'observing' | 'groups' | 'heldByCanary'
>;

/**
 * Returns why the provider of these steps prevents starts; null if it does not. If circuit breakers hold back all of
 * these steps, nothing starts until the next probe has ended. The probe itself is not held back. Throttling is read
 * from the last recorded activity of the campaign.
 */
export function providerFacts(
  { status, gatesOf, now }: CampaignFacts,
  steps: readonly Step[],
): WhyFacts['providerDown'] {
  const { waiting } = status.context;
  const { isShut, probeAt, lapsesAt, isOnlyPreparers: isBots } = gatesOf(steps);
  if (isShut)
    return lapsesAt === null ? { until: probeAt, isBots } : { until: lapsesAt, isProbing: true, isBots };
  const isThrottled =
    status.doing === 'waiting' && waiting?.reason === 'provider.throttled' && (waiting.until ?? 0) > now;
  return isThrottled ? { until: waiting.until, throttled: true } : null;
}

/** Whether too many calls of the client were abandoned, and each of these steps that contacts needs a bot or an agent. */
export function abandonmentFacts(
  { abandonment, channels }: CampaignFacts,
  steps: readonly Step[],
): Abandonment | null {
  const contacting = steps.filter((step) => channels.stepContacts(step));
  const isHeld = contacting.length > 0 && contacting.every((step) => channels.needsAttendant(step));
  return abandonment?.isOver && isHeld ? abandonment : null;
}

const wordsOfAnyChannel: ChannelWords = {
  one: 'attempt',
  many: 'attempts',
  during: 'in flight',
  active: 'Messages are being sent',
  idle: 'Nothing is sent',
};

/**
 * Returns the words for the touches of a campaign: those of its channel, or general words if it contacts by several
 * channels.
 */
export function wordsOf({ record, channels }: Pick<CampaignFacts, 'record' | 'channels'>): ChannelWords {
  const contacting = record.definition.steps.filter((step) => channels.stepContacts(step));
  const names = new Set(contacting.map(({ channel }) => channel));
  const [name] = names;
  return (names.size === 1 && name !== undefined && channels.find(name)?.words) || wordsOfAnyChannel;
}

const budgetCodes = ['budget.campaign', 'budget.client', 'budget.no-rate'] as const;

/** Returns what a budget holds back, as the last recorded activity of the campaign says. */
function budgetFacts({ status, now }: CampaignFacts): WhyFacts['limit'] {
  const { waiting } = status.context;
  const code = budgetCodes.find((one) => one === waiting?.reason);
  if (status.doing !== 'waiting' || !code || (waiting?.until ?? Infinity) <= now) return null;
  return { code, until: waiting?.until ?? null };
}

export function commonFacts(input: { campaignFacts: CampaignFacts; shared: SharedLimits }): CommonFacts {
  const { record, status, now, emergencyStop, isRun } = input.campaignFacts;
  return {
    now,
    state: status.state,
    doing: status.doing,
    words: wordsOf(input.campaignFacts),
    pauseReason: status.context.pause?.reason ?? null,
    startsAt: status.context.startAt,
    emergencyStop: emergencyStop && (emergencyStop.client === everyClient ? 'every-client' : 'client'),
    isRun,
    isTimeUnknown: status.doing === 'waiting' && status.context.waiting?.reason === 'clock.unknown',
    clockBehindMs: Math.max(0, record.updatedAt - now),
    canary: canaryFacts(input.campaignFacts),
    providerDown: providerFacts(input.campaignFacts, record.definition.steps),
    noSender: missingSenders({ ...input.campaignFacts, steps: record.definition.steps }),
    abandonment: abandonmentFacts(input.campaignFacts, record.definition.steps),
    limit: budgetFacts(input.campaignFacts) ?? limitFacts(input),
  };
}

/**
 * Returns whether contacts can have different reasons. In a stopped campaign all have the same reason. While the
 * provider is down, only contacts at a step that contacts no one have another reason.
 */
function looksAtGroups(
  { state, emergencyStop, isRun, isTimeUnknown, canary, providerDown, noSender, abandonment }: CommonFacts,
  { record, channels }: CampaignFacts,
): boolean {
  if (state !== 'running' || emergencyStop !== null || !isRun || isTimeUnknown) return false;
  if (canary?.isFull) return false;
  if (providerDown === null && !noSender && !abandonment) return true;
  return (
    !providerDown?.throttled &&
    lanesOf({ steps: record.definition.steps, channels }).withoutContact.length > 0
  );
}

/** The contacts that wait, by calendar, and those that wait for the verdict of a canary start. */
async function waitingFacts({
  store,
  campaignFacts,
  common,
}: {
  store: Store;
  campaignFacts: CampaignFacts;
  common: CommonFacts;
}): Promise<Pick<WhyFacts, 'groups' | 'heldByCanary'>> {
  if (!common.canary) return { groups: await groupFacts({ store, campaignFacts }), heldByCanary: 0 };
  const { campaignFacts: others, held } = await withoutHeld({ store, campaignFacts });
  return { groups: await groupFacts({ store, campaignFacts: others }), heldByCanary: held };
}

/** Returns the contacts in a state with a deadline, and the earliest of their deadlines. */
async function withDeadline(
  store: Store,
  { id: campaign, counters }: CampaignRecord,
  state: 'review' | 'observing',
): Promise<WhyFacts['review']> {
  const contacts = counters.states[state] ?? 0;
  if (contacts === 0) return { contacts, until: null };
  const [first] = await store.readOverdue({ campaign, now: Number.MAX_SAFE_INTEGER, state, limit: 1 });
  return { contacts, until: first?.deadlineAt ?? null };
}

/**
 * Returns the input of rules/why, from counters, tallies, first due contacts, windows, limits, emergency stops and the
 * breaker.
 */
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
  return {
    ...common,
    remaining: progressOf({ total, states, attempts }).remaining,
    inFlight: states['in-flight'] ?? 0,
    pausedContacts: states.paused ?? 0,
    review: await withDeadline(store, record, 'review'),
    observing: await withDeadline(store, record, 'observing'),
    ...(looksAtGroups(common, campaignFacts)
      ? await waitingFacts({ store, campaignFacts, common })
      : { groups: [], heldByCanary: 0 }),
  };
}
