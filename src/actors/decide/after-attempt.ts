import type { Attempt } from '../../domain/attempt/attempt.ts';
import { isOpen } from '../../domain/attempt/attempt.ts';
import { callKeysOf } from '../../domain/contact/contact.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { dueClasses, isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Party } from '../../domain/contact/party.ts';
import type { NextDue, Verdict } from '../../machines/enrollment-machine.ts';
import { placeDue, retryDueAt, stepDelayMs } from '../../rules/retry.ts';
import { routeOf } from '../../rules/routing.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { logEnd } from './log-end.ts';
import { pauseForProvider } from './provider-pause.ts';
import { stepEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

/** What the party's count of the day is with so many attempts of the day of this attempt more, or less. */
function dayCountWith(
  { set }: Deciding,
  { party, attempt, delta }: { party: Party; attempt: Attempt; delta: number },
): number {
  const day = set.memory.windowOf(set.enrollment(attempt.position)?.calendar ?? 0).localDay(attempt.mintedAt);
  return party.day === day ? Math.max(0, party.dayCount + delta) : party.dayCount;
}

function freeParty(deciding: Deciding, { party, attempt }: { party: Party; attempt: Attempt }): Party {
  if (party.openAttempt !== attempt.id) return party;
  const dayCount = dayCountWith(deciding, { party, attempt, delta: attempt.counts ? 0 : -1 });
  const freed = { ...party, openAttempt: null, dayCount };
  deciding.set.putParty(freed);
  return freed;
}

/** Stronger evidence says that an attempt counts after all, or does not. */
function recountParty(
  deciding: Deciding,
  { party, before, after }: { party: Party; before: Attempt; after: Attempt },
): Party {
  const delta = Number(after.counts) - Number(before.counts);
  const dayCount = dayCountWith(deciding, { party, attempt: after, delta });
  if (dayCount === party.dayCount) return party;
  const recounted = { ...party, dayCount };
  deciding.set.putParty(recounted);
  return recounted;
}

/**
 * An opt-out is suppressed in the commit that learns of it, for all campaigns of the client: not only when the call
 * has ended, and also if it came from a call that nobody ordered.
 */
export function heedOptOut(
  { set }: Deciding,
  { attempt: { address, position, id }, contact }: { attempt: Attempt; contact: Contact | null },
): void {
  const enrollment = set.enrollment(position);
  const party = enrollment && set.party(enrollment.party);
  if (!party || party.suppressed !== null) return;
  for (const key of new Set([address, ...(contact ? callKeysOf(contact) : [])])) {
    set.suppress({
      client: set.record.client,
      address: key,
      reason: 'opt-out',
      by: `attempt:${id}`,
      at: set.at,
    });
  }
  set.putParty({ ...party, suppressed: 'opt-out' });
}

function nextDue(
  { set }: Deciding,
  {
    enrollment,
    party,
    dueAt,
    reason,
    contacts,
  }: {
    enrollment: Enrollment;
    party: Party;
    dueAt: number;
    reason: 'retry.waiting' | 'step.waiting';
    /** Whether what is due contacts the person: only that takes a part of their day. */
    contacts: boolean;
  },
): NextDue {
  const placed = placeDue({
    dueAt,
    reason,
    window: set.memory.windowOf(enrollment.calendar),
    day: party.day,
    dayCount: party.dayCount,
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
  { attempt, enrollment, party }: { attempt: Attempt; enrollment: Enrollment; party: Party },
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
    retry: nextDue(deciding, { enrollment, party, dueAt: retryAt, reason: 'retry.waiting', contacts }),
    nextStep: nextDue(deciding, {
      enrollment,
      party,
      dueAt: stepAt,
      reason: 'step.waiting',
      contacts: kit.channels.stepContacts(definition.steps[enrollment.step + 1]),
    }),
    reviewUntil: Math.min(
      set.at + kit.times.reviewMs,
      definition.end === undefined ? Number.POSITIVE_INFINITY : Date.parse(definition.end),
    ),
    rest: set.record.rest,
  };
}

/** Everything that follows from an attempt's end: the party is free, the person moves on, the breaker learns. */
export function concludeAttempt(deciding: Deciding, attempt: Attempt): void {
  const { set, kit } = deciding;
  const enrollment = set.enrollment(attempt.position);
  const known = enrollment && set.party(enrollment.party);
  if (!enrollment || !known) return;
  const party = freeParty(deciding, { party: known, attempt });
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
              : { ...verdict(deciding, { attempt, enrollment, party }), type: 'ATTEMPT_ENDED' },
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
  const enrollment = set.enrollment(after.position);
  const known = enrollment && set.party(enrollment.party);
  if (!enrollment || !known) return;
  const party = recountParty(deciding, { party: known, before, after });
  const decision = verdict(deciding, { attempt: after, enrollment, party });
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
