import { evidenceRanks, isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { isOptOut } from '../../domain/attempt/evidence.ts';
import type { Evidence, EvidenceVerdict } from '../../domain/attempt/evidence.ts';
import type { EventTypeName } from '../../domain/events/catalogue.ts';
import type { Fault } from '../../domain/fault.ts';
import type { CallMachineEvent } from '../../machines/call-machine.ts';
import { amendAttempt, concludeAttempt, heedOptOut } from './after-attempt.ts';
import { stepCall } from './steps.ts';
import type { Deciding } from './steps.ts';

const graceMs = 30_000;

/** Faults for which the person must not pay with an attempt. */
const ownFaults: ReadonlySet<Fault | null> = new Set(['throttled', 'credit', 'configuration'] as const);

function toCallEvent(
  { set, kit }: Deciding,
  { attempt, evidence }: { attempt: Attempt; evidence: Evidence },
): CallMachineEvent {
  const step = set.record.definition.steps[attempt.step];
  const facts = step && kit.channels.find(step.channel);
  const { at } = set;
  const answeredBy = at + (step && facts ? facts.answerWithinMs(step) : 0) + graceMs;
  const soon = at + kit.times.searchEveryMs * 2;
  switch (evidence.kind) {
    case 'accepted':
    case 'queued':
      return { type: 'ACCEPTED', at, requestId: evidence.requestId, checkAt: answeredBy };
    case 'ringing':
      return { type: 'RANG', at, callId: evidence.callId, checkAt: answeredBy };
    case 'live':
      return { type: 'LIVE', at, callId: evidence.callId, checkAt: soon };
    case 'answered':
      return { type: 'ANSWERED', at, callId: evidence.callId, checkAt: soon };
    case 'machine':
      return { type: 'MACHINE_HEARD', at, callId: evidence.callId, checkAt: soon };
    case 'gathered':
      return { type: 'GATHERED', at, callId: evidence.callId, outcome: evidence.outcome, checkAt: soon };
    case 'ended': {
      const settles =
        evidence.disposition === 'answered' && step !== undefined && facts?.isAnsweredLate(step);
      return {
        type: 'ENDED',
        at,
        rank: evidence.rank,
        callId: evidence.callId,
        disposition: evidence.disposition,
        cause: evidence.cause,
        talkSeconds: evidence.talkSeconds,
        fault: evidence.fault,
        counts: kit.channels.contacts(attempt.channel) && !ownFaults.has(evidence.fault),
        settleUntil: settles ? at + kit.times.settleMs : null,
      };
    }
  }
}

const liveKinds: ReadonlySet<Evidence['kind']> = new Set([
  'ringing',
  'live',
  'answered',
  'machine',
  'gathered',
]);

/** A call that turned up for an attempt that is over, or beside another call of the same attempt. */
function isSurplus(
  attempt: Attempt,
  { callId, evidence }: { callId: string | null; evidence: readonly Evidence[] },
): boolean {
  if (callId !== null && attempt.callId !== null && callId !== attempt.callId) return true;
  if (attempt.state === 'not-placed') return true;
  const givenUp = attempt.state === 'ended' && attempt.evidence <= evidenceRanks.timeout;
  return givenUp && evidence.some(({ kind }) => liveKinds.has(kind));
}

function countSurplus(
  { set }: Deciding,
  { attempt, callId }: { attempt: Attempt; callId: string | null },
): void {
  const name = callId ?? 'unnamed';
  if (attempt.surplusCallId === name) return;
  set.putAttempt({ ...attempt, surplusCallId: name });
  set.counters.attempts['surplus'] = (set.counters.attempts['surplus'] ?? 0) + 1;
  set.log({ type: 'attempt.surplus', position: attempt.position, attempt: attempt.id });
}

const milestones = {
  dialing: 'attempt.dialing',
  ringing: 'attempt.ringing',
  'in-progress': 'attempt.answered',
} as const satisfies Partial<Record<Attempt['state'], EventTypeName>>;

/** The event that tells of reaching this state; undefined where there is none. */
function milestoneOf(state: Attempt['state']) {
  return state in milestones ? milestones[state as keyof typeof milestones] : undefined;
}

/** Merges what was learned into the attempt and draws the consequences once. Delivering it again changes nothing. */
export function receiveEvidence(
  deciding: Deciding,
  {
    attempt: id,
    callId,
    evidence,
    optingOut = null,
  }: {
    attempt: string;
    callId: string | null;
    evidence: readonly Evidence[];
    /** Whom the attempt is to, read where its evidence opts out. */
    optingOut?: Contact | null;
  },
): EvidenceVerdict {
  const { set } = deciding;
  const before = set.attempt(id);
  if (!before) return 'unknown';
  if (evidence.some(isOptOut)) {
    heedOptOut(deciding, { attempt: before, contact: optingOut });
  }
  if (isSurplus(before, { callId, evidence })) {
    countSurplus(deciding, { attempt: before, callId });
    return 'surplus';
  }
  let row = before;
  for (const piece of evidence) {
    row = stepCall(deciding, { row, event: toCallEvent(deciding, { attempt: row, evidence: piece }) });
  }
  const milestone = row.state === before.state ? undefined : milestoneOf(row.state);
  if (milestone) set.log({ type: milestone, position: row.position, attempt: row.id });
  settle(deciding, { before, after: row });
  return isOpen(row.state) ? 'current' : 'closed';
}

/** Draws the consequences of an attempt's step, whatever moved it. */
export function settle(deciding: Deciding, { before, after }: { before: Attempt; after: Attempt }): void {
  if (isOpen(before.state) && !isOpen(after.state)) concludeAttempt(deciding, after);
  else if (before !== after) amendAttempt(deciding, { before, after });
}
