import type { Attempt } from '../../domain/attempt/attempt.ts';
import { isOpen } from '../../domain/attempt/attempt.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { dueClasses, isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { touchOptOut } from '../../domain/contact/opt-out.ts';
import { dayCountOf, withDayCount } from '../../domain/contact/person.ts';
import type { Person } from '../../domain/contact/person.ts';
import type { NextDue, Verdict } from '../../machines/enrollment-machine.ts';
import { placeDue, retryDueAt, stepDelayMs } from '../../rules/retry.ts';
import { routeOf } from '../../rules/routing.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { logEnd } from './log-end.ts';
import { pauseForProvider } from './provider-pause.ts';
import { stepEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

/** The person with so many attempts more, or less, of the day and channel of this attempt. */
function recounted(
  { set }: Deciding,
  { person, attempt, delta }: { person: Person; attempt: Attempt; delta: number },
): Person {
  const { channel, mintedAt } = attempt;
  const day = set.memory.windowOf(set.enrollment(attempt.position)?.calendar ?? 0).localDay(mintedAt);
  const known = dayCountOf(person, channel);
  if (delta === 0 || known.day !== day) return person;
  return withDayCount(person, { channel, day, count: Math.max(0, known.dayCount + delta) });
}

function freePerson(deciding: Deciding, { person, attempt }: { person: Person; attempt: Attempt }): Person {
  if (!person.openAttempts.includes(attempt.id)) return person;
  const counted = recounted(deciding, { person, attempt, delta: attempt.counts ? 0 : -1 });
  const freed = { ...counted, openAttempts: counted.openAttempts.filter((id) => id !== attempt.id) };
  deciding.set.putPerson(freed);
  return freed;
}

/** Stronger evidence says that an attempt counts after all, or does not. */
function recountPerson(
  deciding: Deciding,
  { person, before, after }: { person: Person; before: Attempt; after: Attempt },
): Person {
  const delta = Number(after.counts) - Number(before.counts);
  const counted = recounted(deciding, { person, attempt: after, delta });
  if (counted !== person) deciding.set.putPerson(counted);
  return counted;
}

/** The person behind the contact of an attempt, and the enrollment; null where they were not loaded. */
function rowsOf({ set }: Deciding, { position }: Attempt): { enrollment: Enrollment; person: Person } | null {
  const enrollment = set.enrollment(position);
  const person = enrollment && set.person(enrollment.person);
  return enrollment && person && { enrollment, person };
}

/**
 * An opt-out is stored in the commit that learns of it, for all campaigns of the client: not only when the call has
 * ended, and also if it came from a call that nobody ordered. The person is marked, which covers addresses that are
 * learned of later; every address known now is suppressed.
 */
export function heedOptOut(
  deciding: Deciding,
  { attempt, contact }: { attempt: Attempt; contact: Contact | null },
): void {
  const { set } = deciding;
  const person = rowsOf(deciding, attempt)?.person;
  if (!person || person.optOut !== null) return;
  for (const address of new Set([attempt.address, ...(contact ? keysOf(contact) : [])])) {
    const { client } = set.record;
    set.suppress({ client, address, reason: touchOptOut, by: `attempt:${attempt.id}`, at: set.at });
  }
  set.putPerson({ ...person, optOut: touchOptOut });
}

function nextDue(
  { set }: Deciding,
  {
    enrollment,
    person,
    dueAt,
    reason,
    channel,
    contacts,
  }: {
    enrollment: Enrollment;
    person: Person;
    dueAt: number;
    reason: 'retry.waiting' | 'step.waiting';
    /** Of what is due. */
    channel: string;
    /** Whether it contacts the person: only that takes a part of their day. */
    contacts: boolean;
  },
): NextDue {
  const placed = placeDue({
    dueAt,
    reason,
    window: set.memory.windowOf(enrollment.calendar),
    ...dayCountOf(person, channel),
    maxPerDay: contacts ? set.record.definition.retry.maxPerDay : Number.POSITIVE_INFINITY,
  });
  return {
    dueAt: toStoredTime(set.position().context, placed.dueAt),
    dueClass: dueClasses.again,
    waitReason: placed.waitReason,
  };
}

/** After a step that contacts nobody the next one follows, however it ended. */
const passedOn = { route: 'next', end: null } as const;

function verdict(
  deciding: Deciding,
  { attempt, enrollment, person }: { attempt: Attempt; enrollment: Enrollment; person: Person },
): Verdict {
  const { set, kit } = deciding;
  const { definition } = set.record;
  const disposition = attempt.disposition ?? 'failed';
  const contacts = kit.channels.contacts(attempt.channel);
  const { route, end } = contacts
    ? routeOf({
        definition,
        disposition: kit.channels.disposition({ channel: attempt.channel, disposition }),
        outcome: attempt.outcome,
        reached: enrollment.reached,
      })
    : passedOn;
  const endedAt = attempt.endedAt ?? set.at;
  const retryAt = retryDueAt({
    policy: definition.retry,
    disposition,
    stepAttempts: Math.max(1, enrollment.stepAttempts),
    endedAt,
    random: kit.random,
  });
  const following = definition.steps[enrollment.step + 1];
  const stepAt = endedAt + stepDelayMs({ definition, step: enrollment.step + 1 });
  return {
    at: set.at,
    disposition,
    outcome: attempt.outcome,
    route,
    end: end ?? 'exhausted',
    contacts,
    counts: attempt.counts,
    maxAttempts: definition.retry.maxAttempts,
    steps: definition.steps.length,
    retry: nextDue(deciding, {
      enrollment,
      person,
      dueAt: retryAt,
      reason: 'retry.waiting',
      channel: attempt.channel,
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
    reviewUntil: Math.min(
      set.at + kit.times.reviewMs,
      definition.end === undefined ? Number.POSITIVE_INFINITY : Date.parse(definition.end),
    ),
    rest: set.record.rest,
  };
}

/** Everything that follows from an attempt's end: the person is free, the enrollment moves on, the breaker learns. */
export function concludeAttempt(deciding: Deciding, attempt: Attempt): void {
  const { set, kit } = deciding;
  const rows = rowsOf(deciding, attempt);
  if (!rows) return;
  const { enrollment } = rows;
  const person = freePerson(deciding, { person: rows.person, attempt });
  const moved =
    enrollment.openAttempt === attempt.id
      ? stepEnrollment(deciding, {
          row: enrollment,
          event:
            attempt.state === 'not-placed'
              ? {
                  type: 'NOT_PLACED',
                  rest: set.record.rest,
                  at: set.at,
                  contacts: kit.channels.contacts(attempt.channel),
                }
              : { ...verdict(deciding, { attempt, enrollment, person }), type: 'ATTEMPT_ENDED' },
        })
      : null;
  logEnd(deciding, { attempt, moved });
  if (!kit.channels.contacts(attempt.channel)) return;
  if (attempt.state === 'ended' && attempt.disposition) {
    const { id, channel, fault } = attempt;
    set.breakers.noteOutcome({ attempt: id, channel, fault: fault === 'provider' });
  }
  pauseForProvider(deciding, attempt.fault);
}

/** Stronger evidence after the end: disposition, counters and, if it still rests on this attempt, the person's end. */
export function amendAttempt(
  deciding: Deciding,
  { before, after }: { before: Attempt; after: Attempt },
): void {
  const { set } = deciding;
  const same =
    before.disposition === after.disposition &&
    before.outcome === after.outcome &&
    before.counts === after.counts;
  if (same || isOpen(after.state)) return;
  set.log({
    type: 'attempt.amended',
    position: after.position,
    attempt: after.id,
    data: { from: before.disposition, disposition: after.disposition, outcome: after.outcome },
  });
  const rows = rowsOf(deciding, after);
  if (!rows) return;
  const { enrollment } = rows;
  const person = recountPerson(deciding, { person: rows.person, before, after });
  const decision = verdict(deciding, { attempt: after, enrollment, person });
  const isLatest = enrollment.openAttempt === null && enrollment.lastAttemptAt === after.mintedAt;
  if (isLatest) {
    const { step } = after;
    stepEnrollment(deciding, {
      row: enrollment,
      event: { ...decision, type: 'AMENDED', step, counted: before.counts },
    });
  } else if (decision.end === 'opted-out' && !isEnd(enrollment.state)) {
    stepEnrollment(deciding, { row: enrollment, event: { type: 'END', end: 'opted-out', at: set.at } });
  }
}
