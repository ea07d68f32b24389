import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignRecord, SendingDays } from '../../domain/campaign/campaign.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { DueTally } from '../../persistence/contract/store.ts';
import type { EstimateGroup, EstimateInput, EstimateLimits } from '../../rules/estimate.ts';
import { touchCaps } from '../why/limit-caps.ts';
import { missingSenders } from '../why/step-senders.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { hasStepsWithContact, lanesOf } from '../../rules/due-lanes.ts';
import { warmUpCaps } from '../../rules/limits/warm-up.ts';
import { quotaLeft } from '../why/quota-used.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { managedPerSecond } from './managed-rate.ts';

type RateLimits = CampaignRecord['definition']['rateLimits'];
type Waiting = Omit<EstimateGroup, 'inFlight'> & { contacts: number };

/**
 * Due times are known to a quarter of an hour: the middle is the best estimate, unless a window opens at its start.
 */
function dueInstant(
  { windowOf, status, now }: CampaignFacts,
  { calendar, dueClass, bucket }: DueTally,
): number {
  const start = status.effective({ dueClass, dueAt: bucket * tallyBucketMs });
  const isInside = windowOf(calendar).isOpen(start - 1);
  return Math.max(now, isInside ? start + tallyBucketMs / 2 : start);
}

function waitingGroups(campaignFacts: CampaignFacts): Map<number, Waiting> {
  const { tallies, windowOf, record, channels } = campaignFacts;
  const { withoutContact } = lanesOf({ steps: record.definition.steps, channels });
  const groups = new Map<number, Waiting>();
  for (const tally of tallies) {
    const { calendar, dueClass, waitReason, contacts } = tally;
    const group = groups.get(calendar) ?? { window: windowOf(calendar), newcomers: 0, due: [], contacts: 0 };
    const isNew = dueClass === dueClasses.new;
    const at = dueInstant(campaignFacts, tally);
    groups.set(calendar, {
      ...group,
      newcomers: group.newcomers + (isNew ? contacts : 0),
      due: isNew
        ? group.due
        : [
            ...group.due,
            { at, contacts, reason: waitReason, isWithoutContact: withoutContact.includes(dueClass) },
          ],
      contacts: group.contacts + contacts,
    });
  }
  return groups;
}

/**
 * Contacts in flight are not counted by calendar: their calendars are assumed to be those of the other contacts in
 * open calendars.
 */
function groupsOf(campaignFacts: CampaignFacts): EstimateGroup[] {
  const { record, calendars, windowOf, now } = campaignFacts;
  const inFlight = record.counters.states['in-flight'] ?? 0;
  const waiting = [...waitingGroups(campaignFacts).values()];
  if (waiting.length === 0) {
    const [calendar] = calendars;
    if (calendar === undefined || inFlight === 0) return [];
    return [{ window: windowOf(calendar), newcomers: 0, due: [], inFlight }];
  }
  const open = waiting.filter(({ window }) => window.isOpen(now));
  const dialled = new Set(open.length > 0 ? open : waiting);
  const total = [...dialled].reduce((sum, { contacts }) => sum + contacts, 0);
  let [seen, given] = [0, 0];
  return waiting.map((group) => {
    if (dialled.has(group)) seen += group.contacts;
    const share = Math.round((inFlight * seen) / total) - given;
    given += share;
    const { window, newcomers, due } = group;
    return { window, newcomers, due, inFlight: share };
  });
}

const least = (values: readonly number[]): number => Math.min(Infinity, ...values);
const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Limits do not apply to steps that contact no one; the rate of an instance is high enough to ignore. */
function unlimited(quotaZone: string): EstimateLimits {
  const quotas = { perHour: null, perDay: null, perHourUsed: 0, perDayUsed: 0 };
  return { concurrent: 100_000, perSecond: 1_000, ...quotas, quotaZone };
}

/** The lowest of all limits, minus what others now hold of the shared ones. */
function limitsOf({
  campaignFacts,
  shared,
}: {
  campaignFacts: CampaignFacts;
  shared: SharedLimits;
}): EstimateLimits {
  const { record, client, readings, period, channels, senders, now } = campaignFacts;
  if (!hasStepsWithContact({ steps: record.definition.steps, channels })) return unlimited(client.timezone);
  const { rateLimits } = record.definition;
  const { sending } = record.counters;
  const limits = touchCaps({ record, channels, senders, now, day: null, shared, client }).map((cap) => {
    const reading = readings.get(cap.scope);
    const others = Math.max(0, (reading?.held ?? 0) - record.counters.open);
    return { cap, others, left: quotaLeft({ cap, reading, period }) };
  });
  const concurrent = least(
    limits.map(({ cap, others }) => (cap.concurrent === null ? Infinity : cap.concurrent - others)),
  );
  const perHour = least(limits.map(({ cap }) => cap.perHour ?? Infinity));
  const perDay = least(limits.map(({ cap }) => cap.perDay ?? Infinity));
  return {
    concurrent: Math.max(1, Math.min(rateLimits.concurrent, concurrent)),
    perSecond: Math.min(rateLimits.perSecond, least(limits.map(({ cap }) => cap.perSecond ?? Infinity))),
    perHour: orNull(perHour),
    perDay: orNull(perDay),
    perHourUsed: Number.isFinite(perHour) ? perHour - least(limits.map(({ left }) => left.hour)) : 0,
    perDayUsed: Number.isFinite(perDay) ? perDay - least(limits.map(({ left }) => left.day)) : 0,
    quotaZone: client.timezone,
    warmUp: {
      caps: warmUpCaps({ rateLimits, sending, day: period.day }),
      used: startedToday({ sending, period }),
    },
  };
}

function startedToday({
  sending,
  period: { day },
}: {
  sending: SendingDays | undefined;
  period: QuotaPeriod;
}): number {
  return sending && day <= sending.day ? sending.started : 0;
}

/** The duration of a call from dialling to hanging up, before a campaign has figures of its own. */
const usualOccupiedSeconds = 30;

/** For how long an attempt of the campaign holds its slots, on average. */
export function occupiedSeconds({ record: { counters } }: Pick<CampaignFacts, 'record'>): number {
  const ended = (counters.attempts['started'] ?? 0) - counters.open;
  return ended > 0 ? Math.max(0.1, counters.occupiedMs / ended / 1000) : usualOccupiedSeconds;
}

function observedOf(campaignFacts: CampaignFacts): EstimateInput['observed'] {
  const { counters } = campaignFacts.record;
  return {
    dispositions: counters.attempts,
    occupiedSeconds: occupiedSeconds(campaignFacts),
    finished: (counters.states.completed ?? 0) + (counters.states.exhausted ?? 0),
  };
}

/**
 * The campaign starts nothing before this time (a planned start, the next probe, the return of a sender); null if nothing
 * prevents a start.
 */
export function blockedUntil({
  status,
  now,
  record,
  gatesOf,
  channels,
  senders,
}: CampaignFacts): number | null {
  const { steps } = record.definition;
  const { isShut, probeAt } = gatesOf(steps);
  const nextProbeAt = isShut ? probeAt : null;
  const nextSenderAt = missingSenders({ steps, channels, senders, now })?.until ?? null;
  const nextAt = nextProbeAt ?? nextSenderAt;
  const at = status.state === 'scheduled' ? status.context.startAt : nextAt;
  return at !== null && at > now ? at : null;
}

/** The same campaign with other limits of its own. */
export function withRateLimits(campaignFacts: CampaignFacts, rateLimits: RateLimits): CampaignFacts {
  const { record } = campaignFacts;
  return { ...campaignFacts, record: { ...record, definition: { ...record.definition, rateLimits } } };
}

/**
 * `ratePerMinute`: the attempts started per minute in the last minutes; null if there were none. `rateLimits`: limits that
 * the campaign is to have instead of its own.
 */
export function estimateFacts({
  rateLimits,
  ...input
}: {
  campaignFacts: CampaignFacts;
  shared: SharedLimits;
  ratePerMinute: number | null;
  rateLimits?: RateLimits;
}): Omit<EstimateInput, 'random' | 'runs'> {
  const { campaignFacts, shared } = input;
  const groups = groupsOf(campaignFacts);
  const own = limitsOf(input);
  const limits = rateLimits
    ? limitsOf({ shared, campaignFacts: withRateLimits(campaignFacts, rateLimits) })
    : own;
  // What the instance manages shows under the limits in force.
  const managed = managedPerSecond({ ...input, groups, limits: own });
  const perSecond = Math.min(limits.perSecond, managed);
  return {
    now: campaignFacts.now,
    groups,
    rules: { ...campaignFacts.record.definition, channels: campaignFacts.channels },
    limits: { ...limits, perSecond },
    observed: observedOf(campaignFacts),
    blockedUntil: blockedUntil(campaignFacts),
  };
}
