import type { CampaignState } from '../../domain/campaign/campaign.ts';
import { waitReasons } from '../../domain/contact/enrollment.ts';
import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { GroupFacts, WhyFacts } from './facts.ts';

/** One reason and the number of its contacts. `until` is an instant; null if it is not known. */
export type Cause = {
  code: ReasonCode;
  contacts: number;
  until: number | null;
  timeZone?: string;
  /** Whether some of them are at a step that contacts no one, to which quotas do not apply. */
  someWithoutContact?: boolean;
};

const stateCodes: Readonly<Record<CampaignState, ReasonCode | null>> = {
  draft: 'campaign.draft',
  scheduled: 'campaign.scheduled',
  running: null,
  paused: 'campaign.paused',
  cancelling: 'campaign.cancelling',
  cancelled: 'campaign.ended',
  completed: 'campaign.ended',
  failed: 'campaign.ended',
  archived: 'campaign.ended',
};

/** The waits that last longest come first: suppressions and the caps of a person. */
const longWaits: readonly WaitReason[] = [
  'contact.suppressed',
  'attempts.per-week',
  'attempts.per-30-days',
  'attempts.per-24-hours',
  'attempts.per-day',
];
const waitOrder = [...longWaits, ...waitReasons.filter((reason) => !longWaits.includes(reason))];

/**
 * Returns what stops every contact that is not in flight: the campaign, an emergency stop, no owner, an unknown time, a
 * canary start that waits for its verdict, the provider, abandoned calls, or missing senders, in this order; null if nothing does. A
 * provider that is down stops only contacts at a step that contacts them.
 */
export function commonCause(facts: WhyFacts): Omit<Cause, 'contacts'> | null {
  const code = stateCodes[facts.state];
  if (code) return { code, until: code === 'campaign.scheduled' ? facts.startsAt : null };
  if (facts.emergencyStop) return { code: 'emergency.stop', until: null };
  if (!facts.isRun) return { code: 'campaign.no-owner', until: null };
  if (facts.isTimeUnknown) return { code: 'clock.unknown', until: null };
  if (facts.canary?.isFull) return { code: 'canary.verdict', until: null };
  const { providerDown, noSender, abandonment } = facts;
  if (!providerDown && abandonment) return { code: 'abandonment.cap', until: null };
  if (!providerDown) return noSender ? { code: 'sender.none-available', until: noSender.until } : null;
  return { code: providerCode(providerDown), until: providerDown.until };
}

/** The reason of steps that the provider, or what prepares their touches, prevents. */
export function providerCode({
  throttled,
  isBots,
}: NonNullable<WhyFacts['providerDown']>): 'provider.throttled' | 'bots.failing' | 'provider.down' {
  if (throttled) return 'provider.throttled';
  return isBots ? 'bots.failing' : 'provider.down';
}

export function earliest(instants: readonly (number | null)[]): number | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function closedCause({ timeZone, opensAt, ready, dueWithoutContact, later }: GroupFacts): Cause {
  return {
    code: opensAt === null ? 'window.never' : 'window.closed',
    contacts: later.reduce((sum, { contacts }) => sum + contacts, ready + dueWithoutContact),
    until: opensAt,
    timeZone,
    someWithoutContact: dueWithoutContact > 0,
  };
}

/**
 * Yields the causes in order, with the counts of the facts. A due contact without a limit in the way waits for the
 * rate per second.
 */
function* orderedCauses(facts: WhyFacts): Generator<Cause> {
  yield { code: 'contact.paused', contacts: facts.pausedContacts, until: null };
  yield { code: 'contact.review', ...facts.review };
  yield { code: 'contact.observing', ...facts.observing };
  yield { code: 'canary.verdict', contacts: facts.heldByCanary, until: null };
  for (const group of facts.groups) if (!group.open) yield closedCause(group);
  const open = facts.groups.filter((group) => group.open);
  const later = open.flatMap((group) => group.later);
  for (const reason of waitOrder) {
    for (const { waitReason, contacts, until, isWithoutContact } of later) {
      if (waitReason === reason)
        yield { code: waitReason, contacts, until, someWithoutContact: isWithoutContact };
    }
  }
  const dueWithoutContact = open.reduce((sum, group) => sum + group.dueWithoutContact, 0);
  yield { code: 'step.waiting', contacts: dueWithoutContact, until: facts.now, someWithoutContact: true };
  const ready = open.reduce((sum, group) => sum + group.ready, 0);
  yield { ...paceCause(facts), contacts: ready };
}

/** The causes of contacts at a step without contact: no provider stops them. */
function* noteCauses({ groups, now }: WhyFacts): Generator<Cause> {
  for (const group of groups) {
    if (!group.open) yield closedCause({ ...group, ready: 0, later: [] });
    else {
      for (const { waitReason, contacts, until, isWithoutContact } of group.later)
        if (isWithoutContact) yield { code: waitReason, contacts, until, someWithoutContact: true };
      yield { code: 'step.waiting', contacts: group.dueWithoutContact, until: now, someWithoutContact: true };
    }
  }
}

function paceCause({ limit, now }: WhyFacts): Omit<Cause, 'contacts'> {
  return limit ?? { code: 'limit.per-second', until: now };
}

/** Joins causes with the same code and zone. The earliest time counts. */
function joined(causes: readonly Cause[]): Cause[] {
  const byKey = new Map<string, Cause>();
  for (const cause of causes) {
    const key = `${cause.code} ${cause.timeZone ?? ''}`;
    const known = byKey.get(key);
    if (!known) byKey.set(key, { ...cause });
    else {
      known.contacts += cause.contacts;
      known.until = earliest([known.until, cause.until]);
      known.someWithoutContact = Boolean(known.someWithoutContact || cause.someWithoutContact);
    }
  }
  return [...byKey.values()];
}

/**
 * Adds contacts that the facts do not explain (a counter that lags) to the last cause, which is the most likely one.
 */
function addUnexplained(causes: Cause[], contacts: number, facts: WhyFacts): void {
  const last = causes.findLast(({ code }) => !code.startsWith('contact.'));
  if (last) last.contacts += contacts;
  else causes.push({ ...paceCause(facts), contacts });
}

/** Reasons that stop only contacts at a step that contacts them. */
const stopsOnlyTouches: ReadonlySet<ReasonCode> = new Set([
  'provider.down',
  'abandonment.cap',
  'bots.failing',
  'sender.none-available',
]);

/**
 * Returns one cause for every remaining contact, the first of: campaign, emergency stop, no owner, unknown time, canary
 * start, provider; then the contact's own pause, review or observation, window, attempts per day, delay, quotas and limits. The cause of a contact in flight
 * is the attempt itself, also in a paused campaign. The counts add up to `remaining`.
 */
export function causesOf(facts: WhyFacts): Cause[] {
  const inFlight = Math.min(facts.inFlight, facts.remaining);
  let left = facts.remaining - inFlight;
  const causes: Cause[] = [];
  const take = (cause: Cause): void => {
    const contacts = Math.min(cause.contacts, left);
    if (contacts > 0) causes.push({ ...cause, contacts });
    left -= contacts;
  };

  const common = commonCause(facts);
  if (common && stopsOnlyTouches.has(common.code)) for (const cause of noteCauses(facts)) take(cause);
  if (common) take({ ...common, contacts: left });
  else for (const cause of orderedCauses(facts)) take(cause);
  if (left > 0) addUnexplained(causes, left, facts);
  if (inFlight > 0) causes.push({ code: 'attempt.in-flight', contacts: inFlight, until: null });
  return joined(causes);
}

/** Contacts wait for a slot that becomes free at any moment. */
const isForSlot: ReadonlySet<ReasonCode> = new Set(['limit.concurrent', 'bots.none-free']);

/** The end of these waits starts nothing. */
const endsByItself: ReadonlySet<ReasonCode> = new Set(['contact.review', 'contact.observing']);

/**
 * Returns the next instant at which something can start; null if it is not known. While a slot may become free at any
 * moment, only steps that contact no one count. A used-up quota also applies to contacts that become due before its
 * renewal, except at such steps.
 */
export function startsAgainAt(causes: readonly Cause[], { limit }: WhyFacts): number | null {
  if (causes.some(({ code, until }) => isForSlot.has(code) && until === null))
    return earliest(causes.filter(({ someWithoutContact }) => someWithoutContact).map(({ until }) => until));
  const renewal = limit?.code.startsWith('quota.') ? limit.until : null;
  const startOf = ({ until, someWithoutContact }: Cause): number | null =>
    until === null || renewal === null || someWithoutContact ? until : Math.max(until, renewal);
  return earliest(causes.filter(({ code }) => !endsByItself.has(code)).map(startOf));
}
