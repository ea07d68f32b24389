import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { DispositionFacts } from '../../../domain/attempt/disposition.ts';
import { dueClasses } from '../../../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { NextDue, Verdict } from '../../../machines/enrollment/enrollment-machine.ts';
import { attemptCapsOf, attemptCountsOf, noCaps } from '../../../rules/person/attempt-caps.ts';
import { placeDue, retryDueAt } from '../../../rules/retry.ts';
import { routeOf } from '../../../rules/routing.ts';
import { stepDueAt } from '../../../rules/step-delay.ts';
import type { Kit } from '../../kit.ts';
import { storedDue } from '../../turn/campaign-memory.ts';
import { requestedCallBack } from './call-back.ts';
import type { Deciding } from '../steps.ts';

type About = { attempt: Attempt; enrollment: Enrollment; person: Person };

/** Returns whether the contact has replied to the touch. */
export function hasReplied({ channels }: Kit, { channel, progress }: Attempt): boolean {
  return (
    progress !== null && channels.stagesOf(channel).some(({ name, isReply }) => isReply && name === progress)
  );
}

/** Returns when the contact is due next, and why it waits until then. */
function nextDue(
  { set, client }: Deciding,
  {
    enrollment,
    person,
    dueAt,
    reason,
    dueClass = dueClasses.again,
    channel,
    contacts,
  }: Omit<About, 'attempt'> & {
    dueAt: number;
    reason: 'retry.waiting' | 'step.waiting' | 'callback.waiting';
    dueClass?: DueClass;
    /** The channel of the step that is due. */
    channel: string;
    /** Whether the step that is due contacts the recipient. Only such a step counts against the contact's day. */
    contacts: boolean;
  },
): NextDue {
  const window = set.memory.windowOf(enrollment.calendar);
  const { retry } = set.record.definition;
  const placed = placeDue({
    dueAt,
    reason,
    window,
    counts: attemptCountsOf(person, channel),
    caps: contacts ? attemptCapsOf({ retry, client, place: window.caps }) : noCaps,
  });
  return {
    dueAt: storedDue(set.position().context, { dueClass, dueAt: placed.dueAt }),
    dueClass,
    waitReason: placed.waitReason,
  };
}

/** The next number of the contact is tried. */
const tryNext = { route: 'retry', end: null } as const;

/** After a step that contacts no one, the next step follows, whatever its disposition. */
const passedOn = { route: 'next', end: null } as const;

/**
 * Returns the disposition that applies to an attempt. After its last repeat, a disposition with repeats becomes
 * another one, which it names.
 */
function countedAs({ kit }: Deciding, { channel, disposition, stepNumber }: Attempt): DispositionFacts {
  const facts = kit.channels.disposition({ channel, disposition: disposition ?? 'failed' });
  const { repeat } = facts;
  if (!repeat || stepNumber <= repeat.most) return facts;
  return kit.channels.disposition({ channel, disposition: repeat.becomes });
}

/**
 * Returns when the step is tried again: after the delay of its repeat, unless the campaign has a delay for the
 * disposition.
 */
function retryAt({ set, kit }: Deciding, { attempt, enrollment }: About, facts: DispositionFacts): number {
  const policy = set.record.definition.retry;
  const usual = retryDueAt({
    policy,
    disposition: facts.name,
    stepAttempts: Math.max(1, enrollment.stepAttempts),
    endedAt: attempt.endedAt ?? set.at,
    random: kit.random,
  });
  return facts.repeat && policy.on[facts.name] === undefined ? set.at + facts.repeat.afterMs : usual;
}

/**
 * Whether an attempt uses up one of its step. A call-back does not, and neither does a number that does not exist while the
 * contact has another one.
 */
export function usesUp(kit: Kit, { attempt, enrollment }: Omit<About, 'person'>): boolean {
  const { counts, callBackAt } = attempt;
  return counts && callBackAt === null && !isPassedOver(kit, { attempt, enrollment });
}

/** Whether the address of an attempt does not exist. */
function isDead({ channels }: Kit, { channel, disposition }: Attempt): boolean {
  return disposition !== null && channels.disposition({ channel, disposition }).end === 'invalid';
}

/** Whether the next number of the contact is tried at once, because that of the attempt does not exist. */
function isPassedOver(kit: Kit, { attempt, enrollment: { lines } }: Omit<About, 'person'>): boolean {
  return (lines?.others ?? 0) > 0 && isDead(kit, attempt);
}

/** A call-back that does not count is made again, as a call-back. The next number is tried before other contacts. */
function retryClass(
  { counts, callBackAt }: Attempt,
  passedOver: boolean,
): Pick<Parameters<typeof nextDue>[1], 'reason' | 'dueClass'> {
  if (passedOver) return { reason: 'retry.waiting', dueClass: dueClasses.callback };
  if (callBackAt === null || counts) return { reason: 'retry.waiting' };
  return { reason: 'callback.waiting', dueClass: dueClasses.callback };
}

/** Returns the consequences of the end of an attempt, by the policies of the campaign. */
export function verdict(deciding: Deciding, about: About): Verdict {
  const { attempt, enrollment, person } = about;
  const { set, kit } = deciding;
  const { definition } = set.record;
  const { channel, outcome, counts, stepNumber } = attempt;
  const contacts = kit.channels.contacts(channel);
  const facts = countedAs(deciding, attempt);
  const passedOver = isPassedOver(kit, about);
  const usual = contacts
    ? routeOf({
        definition,
        disposition: facts,
        outcome,
        replied: hasReplied(kit, attempt),
        reached: enrollment.reached,
      })
    : passedOn;
  const { route, end } = passedOver ? tryNext : usual;
  const endedAt = attempt.endedAt ?? set.at;
  const repeats = facts.repeat !== undefined;
  const dueAt = passedOver ? endedAt : retryAt(deciding, about, facts);
  const following = definition.steps[enrollment.step + 1];
  const stepAt = stepDueAt({
    definition,
    step: enrollment.step + 1,
    from: endedAt,
    window: set.memory.windowOf(enrollment.calendar),
  });
  const closesAt = definition.end === undefined ? Number.POSITIVE_INFINITY : Date.parse(definition.end);
  const observeMs = kit.channels.find(channel)?.observeMs ?? 0;
  return {
    at: set.at,
    disposition: attempt.disposition ?? 'failed',
    outcome,
    route,
    end: end ?? 'exhausted',
    contacts,
    counts,
    usesUp: usesUp(kit, about),
    isDead: isDead(kit, attempt),
    callBackAt: requestedCallBack(deciding, { attempt, enrollment, route, end, retryAt: dueAt }),
    // A repeat has its own maximum of tries.
    maxAttempts: repeats ? Number.POSITIVE_INFINITY : definition.retry.maxAttempts,
    steps: definition.steps.length,
    retry: nextDue(deciding, {
      enrollment,
      person,
      dueAt,
      ...retryClass(attempt, passedOver),
      channel,
      contacts,
    }),
    nextStep: nextDue(deciding, {
      enrollment,
      person,
      dueAt: stepAt,
      reason: 'step.waiting',
      channel: following?.channel ?? '',
      contacts: kit.channels.stepContacts(following),
    }),
    reviewUntil: Math.min(set.at + kit.times.reviewMs, closesAt),
    observeUntil: observeMs > 0 ? Math.min(endedAt + observeMs, closesAt) : null,
    stepNumber,
    repeats,
    rest: set.record.rest,
  };
}
