import type { Step } from '../../domain/campaign/step.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { Enrollment, WaitReason } from '../../domain/contact/enrollment.ts';
import type { Party } from '../../domain/contact/party.ts';
import { nothingToSay } from '../../domain/campaign/silence.ts';
import type { Silence } from '../../domain/campaign/silence.ts';
import { attemptsOn } from '../../rules/day-count.ts';
import { placeDue } from '../../rules/retry.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { skipEvent } from './skip.ts';
import { stepEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

export type Candidate = {
  enrollment: Enrollment;
  party: Party;
  /** What is to be done; undefined only if the definition lost it. */
  step: Step | undefined;
  /** Why the step has nothing to say to this contact; null if it has. */
  silence: Silence | null;
};

/** What the second look at a candidate, at the instant the attempt would start, says. */
type Check =
  | { kind: 'mint' }
  | { kind: 'closed' }
  | { kind: 'suppressed' }
  | { kind: 'silent'; silence: Silence }
  | { kind: 'defer'; dueAt: number; waitReason: WaitReason };

function check({ set, kit }: Deciding, candidate: Candidate, startAt: number): Check {
  const { enrollment, party, silence } = candidate;
  if (party.suppressed !== null) return { kind: 'suppressed' };
  if (silence) return { kind: 'silent', silence };
  const isContact = kit.channels.stepContacts(candidate.step);
  if (isContact && party.openAttempt !== null) {
    return { kind: 'defer', dueAt: set.at + kit.times.partyBusyMs, waitReason: 'party.busy' };
  }
  const window = set.memory.windowOf(enrollment.calendar);
  if (!window.isOpen(startAt)) return { kind: 'closed' };
  if (!isContact) return { kind: 'mint' };
  const { maxPerDay } = set.record.definition.retry;
  const { day, dayCount } = party;
  if (attemptsOn({ day, dayCount, today: window.localDay(startAt) }) >= maxPerDay) {
    return {
      kind: 'defer',
      ...placeDue({ dueAt: startAt, reason: 'retry.waiting', window, day, dayCount, maxPerDay }),
    };
  }
  return { kind: 'mint' };
}

function newAttempt({ set, kit }: Deciding, candidate: Candidate, permitUntil: number): Attempt {
  const { enrollment, step } = candidate;
  return {
    id: kit.newId('attempt'),
    campaign: set.record.id,
    position: enrollment.position,
    contact: enrollment.contact,
    step: enrollment.step,
    number: enrollment.attempts + 1,
    stepNumber: enrollment.stepAttempts + 1,
    channel: step?.channel ?? '',
    address: enrollment.address,
    sender: step ? kit.channels.senderOf(step) : null,
    state: 'sending',
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
    permitUntil,
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
  stepEnrollment(deciding, {
    row: enrollment,
    event: { type: 'MINTED', attempt: attempt.id, at: set.at, startAt, contacts },
  });
  if (contacts) {
    takeParty(deciding, candidate, { attempt: attempt.id, startAt });
    set.log({
      type: 'attempt.minted',
      position: enrollment.position,
      attempt: attempt.id,
      data: { step: attempt.step, number: attempt.number, startAt },
    });
  }
}

/** The party knows the attempt that is open to it, and counts those of the day. */
function takeParty(
  { set }: Deciding,
  { enrollment, party }: Candidate,
  { attempt, startAt }: { attempt: string; startAt: number },
): void {
  const day = set.memory.windowOf(enrollment.calendar).localDay(startAt);
  set.putParty({
    ...party,
    openAttempt: attempt,
    day,
    dayCount: attemptsOn({ ...party, today: day }) + 1,
  });
}

/**
 * Leaves out a step that has nothing to say to this contact. Who was never tried and has no step left ends as
 * `dead-lettered`.
 */
function skipSilent(
  deciding: Deciding,
  { enrollment: row, step }: Candidate,
  { part, variables }: Silence,
): void {
  const unreached = row.attempts === 0 ? 'dead-lettered' : 'exhausted';
  const moved = stepEnrollment(deciding, { row, event: skipEvent(deciding, { row, unreached }) });
  deciding.set.log({
    type: 'enrollment.step-skipped',
    position: row.position,
    data: { reason: nothingToSay, step: step?.id, part, variables, became: moved?.state },
  });
}

function endSuppressed(deciding: Deciding, { enrollment, party }: Candidate): void {
  const { set } = deciding;
  stepEnrollment(deciding, { row: enrollment, event: { type: 'END', end: 'suppressed', at: set.at } });
  set.log({
    type: 'enrollment.suppressed',
    position: enrollment.position,
    data: { reason: party.suppressed },
  });
}

/**
 * Ends the candidates who must not be contacted and returns the others. It takes no start: a contact barred by a refused
 * commit would else be chosen again as soon as starts are short, and nobody behind them would ever be reached.
 */
export function withoutSuppressed(deciding: Deciding, candidates: readonly Candidate[]): Candidate[] {
  const { set } = deciding;
  return candidates.filter((candidate) => {
    const { enrollment, party } = candidate;
    if (party.suppressed === null || set.isTouched(enrollment.position)) return true;
    set.add({ enrollments: [enrollment], parties: [party] });
    endSuppressed(deciding, candidate);
    return false;
  });
}

/**
 * Mints attempts for the candidates, in order, one per start in hand. Everyone is checked again here, at the instant
 * of their start: suppression, something to say, an attempt open elsewhere, the window, the attempts of the day.
 * Gives how many starts were used.
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
    const { enrollment, party } = candidate;
    if (set.isTouched(enrollment.position)) continue;
    set.add({ enrollments: [enrollment], parties: [party] });
    const current = { ...candidate, party: set.party(party.id) ?? party };
    const found = check(deciding, current, startAt);
    if (found.kind === 'mint') {
      mintOne(deciding, current, { startAt, permitUntil });
      used += 1;
    } else if (found.kind === 'suppressed') {
      endSuppressed(deciding, current);
    } else if (found.kind === 'silent') {
      skipSilent(deciding, current, found.silence);
    } else if (found.kind === 'defer') {
      const { waitReason } = found;
      const due = {
        dueAt: toStoredTime(set.position().context, found.dueAt),
        dueClass: dueClasses.again,
        waitReason,
      };
      stepEnrollment(deciding, { row: enrollment, event: { type: 'DEFER', due } });
      set.log({
        type: 'enrollment.deferred',
        position: enrollment.position,
        data: { reason: waitReason, until: found.dueAt },
      });
    }
  }
  return used;
}
