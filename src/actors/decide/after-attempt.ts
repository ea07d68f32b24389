import type { Attempt } from '../../domain/attempt/attempt.ts';
import { isOpen } from '../../domain/attempt/attempt.ts';
import { callBackAtOf } from '../../domain/attempt/facts.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { touchOptOut } from '../../domain/contact/opt-out.ts';
import { lasting } from '../../domain/do-not-contact/suppression.ts';
import { dayCountOf, withDayCount, withoutStart, withStart } from '../../domain/contact/person.ts';
import type { Person } from '../../domain/contact/person.ts';
import { logEnd } from './attempt/log-end.ts';
import { pauseForProvider } from './campaign/provider-pause.ts';
import { transitionEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';
import { hasReplied, usesUp, verdict } from './attempt/verdict.ts';

/**
 * The person with `delta` added to the count of attempts for the day and channel of this attempt, and with or without its
 * start.
 */
function recounted(
  deciding: Deciding,
  { person: before, attempt, delta }: { person: Person; attempt: Attempt; delta: number },
): Person {
  if (delta === 0) return before;
  const { set } = deciding;
  const { channel, mintedAt } = attempt;
  const person = delta > 0 ? withStart(before, { channel, at: mintedAt }) : uncounted(before, attempt);
  const day = set.memory.windowOf(set.enrollment(attempt.position)?.calendar ?? 0).localDay(mintedAt);
  const known = dayCountOf(person, channel);
  if (known.day !== day) return person;
  return withDayCount(person, { channel, day, count: Math.max(0, known.dayCount + delta) });
}

/** The start of an attempt is its mint, or, if it was prepared first, a later commit that sent it. */
function uncounted(person: Person, attempt: Attempt): Person {
  const { channel, mintedAt: from, placedAt, endedAt } = attempt;
  return withoutStart(person, { channel, from, until: Math.max(from, placedAt ?? endedAt ?? from) });
}

function freePerson(deciding: Deciding, { person, attempt }: { person: Person; attempt: Attempt }): Person {
  if (!person.openAttempts.includes(attempt.id)) return person;
  const counted = recounted(deciding, { person, attempt, delta: attempt.counts ? 0 : -1 });
  const freed = { ...counted, openAttempts: counted.openAttempts.filter((id) => id !== attempt.id) };
  deciding.set.putPerson(freed);
  return freed;
}

/** Adds the attempt to the person's count, or removes it, after stronger evidence changed whether it counts. */
function recountPerson(
  deciding: Deciding,
  { person, before, after }: { person: Person; before: Attempt; after: Attempt },
): Person {
  const delta = Number(after.counts) - Number(before.counts);
  const counted = recounted(deciding, { person, attempt: after, delta });
  if (counted !== person) deciding.set.putPerson(counted);
  return counted;
}

/** The person behind the contact of an attempt, and the enrollment; null if they were not loaded. */
function rowsOf({ set }: Deciding, { position }: Attempt): { enrollment: Enrollment; person: Person } | null {
  const enrollment = set.enrollment(position);
  const person = enrollment && set.person(enrollment.person);
  return enrollment && person && { enrollment, person };
}

/**
 * Applies an opt-out in the commit that learns of it, for all campaigns of the client, also while the call lasts, and
 * if the call was not ordered. The person is marked, which covers addresses that are stored later; every address
 * known now is suppressed.
 */
export function applyOptOut(
  deciding: Deciding,
  { attempt, contact }: { attempt: Attempt; contact: Contact | null },
): void {
  const { set } = deciding;
  const person = rowsOf(deciding, attempt)?.person;
  if (!person || person.optOut !== null) return;
  for (const address of new Set([attempt.address, ...(contact ? keysOf(contact) : [])])) {
    const { client } = set.record;
    const by = `attempt:${attempt.id}`;
    set.suppress(lasting({ client, address, reason: touchOptOut, source: 'touch', by, at: set.at }));
  }
  set.putPerson({ ...person, optOut: touchOptOut });
}

/**
 * Applies everything that follows from the end of an attempt: frees the person, moves the enrollment, records the
 * outcome for the breaker.
 */
export function concludeAttempt(deciding: Deciding, attempt: Attempt): void {
  const { set, kit } = deciding;
  const rows = rowsOf(deciding, attempt);
  if (!rows) return;
  const { enrollment } = rows;
  const person = freePerson(deciding, { person: rows.person, attempt });
  const contacts = kit.channels.contacts(attempt.channel);
  const conclude = (): Enrollment | null =>
    transitionEnrollment(deciding, {
      row: enrollment,
      event:
        attempt.state === 'not-placed'
          ? { type: 'NOT_PLACED', rest: set.record.rest, at: set.at, contacts }
          : { ...verdict(deciding, { attempt, enrollment, person }), type: 'ATTEMPT_ENDED' },
    });
  const isAwaited = enrollment.openAttempt === attempt.id;
  const moved = isAwaited ? conclude() : null;
  // The attempt was in flight when the enrollment ended: only the count of attempts may change.
  if (!isAwaited && isEnd(enrollment.state)) conclude();
  logEnd(deciding, { attempt, moved });
  noteUnmetRequest(deciding, { attempt, moved });
  if (!contacts) return;
  if (attempt.state === 'ended' && attempt.disposition) {
    const { id, channel, fault } = attempt;
    set.breakers.noteOutcome({
      attempt: id,
      key: kit.channels.breakerOf(channel),
      fault: fault === 'provider',
    });
  }
  pauseForProvider(deciding, attempt.fault);
}

/** Logs a request for a call-back that cannot be carried out, because the hours of the contact do not open in time. */
function noteUnmetRequest(
  { set }: Deciding,
  { attempt, moved }: { attempt: Attempt; moved: Enrollment | null },
): void {
  const at = callBackAtOf(attempt.details);
  if (at === null || !moved || moved.callBackAt !== null || moved.state === 'opted-out') return;
  set.log({ type: 'enrollment.call-back-lapsed', position: attempt.position, data: { at } });
}

/**
 * Applies evidence that arrives after the end: disposition, counters, and what follows for the contact. If the
 * attempt is not the last one, only a stop applies: an opt-out, a reply, a bounce.
 */
export function amendAttempt(
  deciding: Deciding,
  { before, after }: { before: Attempt; after: Attempt },
): void {
  const amended = applyAmendment(deciding, { before, after });
  if (!amended) return;
  const { moved } = amended;
  deciding.set.log({
    type: 'attempt.amended',
    position: after.position,
    attempt: after.id,
    data: {
      from: before.disposition,
      disposition: after.disposition,
      outcome: after.outcome,
      ...(moved && { became: moved.state }),
    },
  });
}

/** Applies what follows for the contact from a change of how an attempt ended; null if nothing changed that matters. */
export function applyAmendment(
  deciding: Deciding,
  { before, after }: { before: Attempt; after: Attempt },
): { moved: Enrollment | null } | null {
  const { kit } = deciding;
  const same =
    before.disposition === after.disposition &&
    before.outcome === after.outcome &&
    before.counts === after.counts &&
    callBackAtOf(before.details) === callBackAtOf(after.details) &&
    hasReplied(kit, before) === hasReplied(kit, after);
  if (same || isOpen(after.state)) return null;
  return { moved: amendEnrollment(deciding, { before, after }) };
}

function amendEnrollment(
  deciding: Deciding,
  { before, after }: { before: Attempt; after: Attempt },
): Enrollment | null {
  const { set, kit } = deciding;
  const rows = rowsOf(deciding, after);
  if (!rows) return null;
  const { enrollment } = rows;
  const person = recountPerson(deciding, { person: rows.person, before, after });
  const decision = verdict(deciding, { attempt: after, enrollment, person });
  const isLatest = enrollment.openAttempt === null && enrollment.lastAttemptAt === after.mintedAt;
  if (isLatest) {
    const { step } = after;
    // A request that was known before was carried out, replaced or withdrawn meanwhile.
    const isNewRequest =
      before.outcome !== after.outcome || callBackAtOf(before.details) !== callBackAtOf(after.details);
    return transitionEnrollment(deciding, {
      row: enrollment,
      event: {
        ...decision,
        callBackAt: isNewRequest ? decision.callBackAt : null,
        type: 'AMENDED',
        step,
        counted: before.counts,
        usedUp: usesUp(kit, { attempt: before, enrollment }),
      },
    });
  }
  const { route, end } = decision;
  if (route !== 'stop' || !lateEnds.has(end)) return null;
  const { openAttempt } = enrollment;
  if (openAttempt !== null) set.perform({ type: 'cancel-queued', attempt: openAttempt });
  return transitionEnrollment(deciding, { row: enrollment, event: { type: 'LATE_END', end, at: set.at } });
}

const lateEnds: ReadonlySet<string> = new Set(['opted-out', 'responded', 'bounced']);
