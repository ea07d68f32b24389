import type { Step } from '../../domain/campaign/step.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { Enrollment, WaitReason } from '../../domain/contact/enrollment.ts';
import { dayCountOf, withDayCount } from '../../domain/contact/person.ts';
import type { Person } from '../../domain/contact/person.ts';
import { nothingToSay } from '../../domain/campaign/silence.ts';
import type { Silence } from '../../domain/campaign/silence.ts';
import { attemptsOn } from '../../rules/person/day-count.ts';
import type { Outlook, SkipReason } from '../../rules/person/outlook.ts';
import { placeDue } from '../../rules/retry.ts';
import { busyUntil } from '../../rules/person/same-minute.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { skipEvent } from './skip.ts';
import { transitionEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

export type Candidate = {
  enrollment: Enrollment;
  person: Person;
  /** The step that is due. */
  step: Step;
  /** Why the step has no content for this contact; null if it has content. */
  silence: Silence | null;
  /** Whether the contact can be reached for the step, and at which address. */
  outlook: Outlook;
};

/** The result of the second check of a candidate, at the instant of its start. */
type Check =
  | { kind: 'mint' }
  | { kind: 'closed' }
  | { kind: 'suppressed'; reason: string }
  | { kind: 'unreachable'; reason: SkipReason }
  | { kind: 'silent'; silence: Silence }
  | { kind: 'defer'; dueAt: number; waitReason: WaitReason };

function check({ set, kit }: Deciding, candidate: Candidate, startAt: number): Check {
  const { enrollment, person, silence, outlook } = candidate;
  if (person.optOut !== null) return { kind: 'suppressed', reason: person.optOut };
  if (outlook.type === 'suppressed') return { kind: 'suppressed', reason: outlook.reason };
  if (outlook.type === 'skip') return { kind: 'unreachable', reason: outlook.reason };
  if (silence) return { kind: 'silent', silence };
  const isContact = kit.channels.stepContacts(candidate.step);
  const busy = isContact ? busyUntil({ person, campaign: set.record.id, startAt, at: set.at }) : null;
  if (busy !== null) return { kind: 'defer', dueAt: busy, waitReason: 'person.busy' };
  const window = set.memory.windowOf(enrollment.calendar);
  if (!window.isOpen(startAt)) return { kind: 'closed' };
  if (!isContact) return { kind: 'mint' };
  const { maxPerDay } = set.record.definition.retry;
  const { day, dayCount } = dayCountOf(person, candidate.step.channel);
  if (attemptsOn({ day, dayCount, today: window.localDay(startAt) }) >= maxPerDay) {
    return {
      kind: 'defer',
      ...placeDue({ dueAt: startAt, reason: 'retry.waiting', window, day, dayCount, maxPerDay }),
    };
  }
  return { kind: 'mint' };
}

/** An attempt that is prepared first gets its permit later: see `sendPrepared`. */
function newAttempt({ set, kit }: Deciding, candidate: Candidate, permitUntil: number): Attempt {
  const { enrollment, step, outlook } = candidate;
  const reachable = outlook.type === 'reachable' ? outlook.address : null;
  const prepares = kit.channels.prepares(step);
  return {
    id: kit.newId('attempt'),
    campaign: set.record.id,
    position: enrollment.position,
    contact: enrollment.contact,
    step: enrollment.step,
    number: enrollment.attempts + 1,
    stepNumber: enrollment.stepAttempts + 1,
    channel: step.channel,
    address: reachable ?? enrollment.contact,
    sender: kit.channels.senderOf(step),
    state: prepares ? 'preparing' : 'sending',
    progress: null,
    disposition: null,
    outcome: null,
    evidence: 0,
    placed: false,
    receipt: null,
    providerId: null,
    cause: null,
    fault: null,
    counts: kit.channels.stepContacts(step),
    mintedAt: set.at,
    placedAt: null,
    reachedAt: null,
    endedAt: null,
    checkAt: null,
    searchUntil: null,
    permitUntil: prepares ? null : permitUntil,
    surplusId: null,
    endWanted: false,
    details: null,
  };
}

function mintOne(
  deciding: Deciding,
  candidate: Candidate,
  { startAt, permitUntil }: { startAt: number; permitUntil: number },
): void {
  const { set } = deciding;
  const { enrollment } = candidate;
  const attempt = newAttempt(deciding, candidate, permitUntil);
  const contacts = deciding.kit.channels.stepContacts(candidate.step);
  set.mint(attempt);
  transitionEnrollment(deciding, {
    row: enrollment,
    event: { type: 'MINTED', attempt: attempt.id, at: set.at, startAt, contacts },
  });
  if (contacts) {
    takePerson(deciding, candidate, { attempt: attempt.id, startAt });
    set.log({
      type: 'attempt.minted',
      position: enrollment.position,
      attempt: attempt.id,
      data: {
        step: attempt.step,
        number: attempt.number,
        ...(attempt.state === 'sending' && { startAt }),
      },
    });
  }
}

/** Adds the open attempt to the person, counts it for the day, and records the touch. */
function takePerson(
  { set }: Deciding,
  { enrollment, person, step }: Candidate,
  { attempt, startAt }: { attempt: string; startAt: number },
): void {
  const { channel } = step;
  const day = set.memory.windowOf(enrollment.calendar).localDay(startAt);
  const count = attemptsOn({ ...dayCountOf(person, channel), today: day }) + 1;
  set.putPerson({
    ...withDayCount(person, { channel, day, count }),
    openAttempts: [...person.openAttempts, attempt],
    lastTouch: { campaign: set.record.id, at: startAt },
  });
}

/**
 * Skips a step that has no content for this contact. A contact that was never tried and has no step left ends as
 * `dead-lettered`.
 */
function skipSilent(
  deciding: Deciding,
  { enrollment: row, step }: Candidate,
  { part, variables }: Silence,
): void {
  const moved = skipOver(deciding, row);
  deciding.set.log({
    type: 'enrollment.step-skipped',
    position: row.position,
    data: { reason: nothingToSay, step: step.id, part, variables, became: moved?.state },
  });
}

/** Skips a step if the contact has no address for its channel that may be contacted. */
function skipUnreachable(deciding: Deciding, { enrollment: row, step }: Candidate, reason: SkipReason): void {
  const moved = skipOver(deciding, row);
  deciding.set.log({
    type: 'enrollment.step-skipped',
    position: row.position,
    data: { reason, step: step.id, became: moved?.state },
  });
}

function skipOver(deciding: Deciding, row: Enrollment): Enrollment | null {
  const unreached = row.attempts === 0 ? 'dead-lettered' : 'exhausted';
  return transitionEnrollment(deciding, { row, event: skipEvent(deciding, { row, unreached }) });
}

function endSuppressed(deciding: Deciding, { enrollment: row }: Candidate, reason: string): void {
  const { set } = deciding;
  transitionEnrollment(deciding, { row, event: { type: 'END', end: 'suppressed', at: set.at } });
  set.log({ type: 'enrollment.suppressed', position: row.position, data: { reason } });
}

/**
 * Ends the candidates that must not be contacted, skips steps that cannot reach their contact, and returns the
 * others. This uses no start; otherwise a contact that cannot be reached would be chosen again whenever starts are
 * scarce.
 */
export function withoutUnreachable(deciding: Deciding, candidates: readonly Candidate[]): Candidate[] {
  const { set } = deciding;
  return candidates.filter((candidate) => {
    const { enrollment, person, outlook } = candidate;
    if (outlook.type === 'reachable' || set.isTouched(enrollment.position)) return true;
    set.add({ enrollments: [enrollment], persons: [[enrollment.person, person]] });
    if (outlook.type === 'skip') skipUnreachable(deciding, candidate, outlook.reason);
    else endSuppressed(deciding, candidate, outlook.reason);
    return false;
  });
}

/**
 * Mints attempts for the candidates, in order, one per available start. Every candidate is checked again at the
 * instant of its start: suppression, content, another touch of the person, the window, the attempts of the day.
 * Returns how many starts were used.
 */
export function mintTouches(
  deciding: Deciding,
  {
    candidates,
    starts,
    permitUntil,
  }: { candidates: readonly Candidate[]; starts: readonly number[]; permitUntil: number },
): number {
  const { set } = deciding;
  let used = 0;
  for (const candidate of candidates) {
    const startAt = starts[used];
    if (startAt === undefined) break;
    const { enrollment, person } = candidate;
    if (set.isTouched(enrollment.position)) continue;
    set.add({ enrollments: [enrollment], persons: [[enrollment.person, person]] });
    const current = { ...candidate, person: set.person(person.id) ?? person };
    const found = check(deciding, current, startAt);
    if (found.kind === 'mint') {
      mintOne(deciding, current, { startAt, permitUntil });
      used += 1;
    } else if (found.kind === 'suppressed') {
      endSuppressed(deciding, current, found.reason);
    } else if (found.kind === 'unreachable') {
      skipUnreachable(deciding, current, found.reason);
    } else if (found.kind === 'silent') {
      skipSilent(deciding, current, found.silence);
    } else if (found.kind === 'defer') {
      const { waitReason } = found;
      const due = {
        dueAt: toStoredTime(set.position().context, found.dueAt),
        dueClass: dueClasses.again,
        waitReason,
      };
      transitionEnrollment(deciding, { row: enrollment, event: { type: 'DEFER', due } });
      set.log({
        type: 'enrollment.deferred',
        position: enrollment.position,
        data: { reason: waitReason, until: found.dueAt },
      });
    }
  }
  return used;
}
