import { evidenceRanks, isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt, Details } from '../../domain/attempt/attempt.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { optsOut } from '../../domain/attempt/consequence.ts';
import type { Evidence, EvidenceVerdict } from '../../domain/attempt/evidence.ts';
import type { Fault } from '../../domain/fault.ts';
import type { AttemptMachineEvent } from '../../machines/attempt/attempt-machine.ts';
import { amendAttempt, concludeAttempt, applyOptOut } from './after-attempt.ts';
import { transitionAttempt } from './steps.ts';
import type { Deciding } from './steps.ts';

const graceMs = 30_000;

/** Faults for which the contact must not lose an attempt. */
const ownFaults: ReadonlySet<Fault | null> = new Set(['throttled', 'credit', 'configuration'] as const);

/** Throws for evidence with names that the channel has not declared. Nothing is changed before this check. */
function checkEvidence({ kit }: Deciding, channel: string, evidence: readonly Evidence[]): void {
  for (const piece of evidence) {
    if ('disposition' in piece) kit.channels.disposition({ channel, disposition: piece.disposition });
    if ('stage' in piece && piece.stage !== null) kit.channels.stage({ channel, stage: piece.stage });
  }
}

function toAttemptEvent(
  { set, kit }: Deciding,
  { attempt, evidence }: { attempt: Attempt; evidence: Evidence },
): AttemptMachineEvent {
  const { channel } = attempt;
  const step = set.record.definition.steps[attempt.step];
  const facts = step && kit.channels.find(step.channel);
  const { at } = set;
  const answeredBy = (): number => at + (step && facts ? facts.answerWithinMs(step) : 0) + graceMs;
  const soon = at + kit.times.searchEveryMs * 2;
  const stages = kit.channels.stagesOf(channel);
  // Facts may be personal: an erased contact gets none.
  const told = 'facts' in evidence && attempt.address !== '' ? evidence.facts : undefined;
  switch (evidence.kind) {
    case 'accepted': {
      const { receipt } = evidence;
      return { type: 'ACCEPTED', at, receipt, stage: stages[0]?.name ?? null, stages, checkAt: answeredBy() };
    }
    case 'progressed': {
      const { stage, providerId } = evidence;
      const { isNoticed } = kit.channels.stage({ channel, stage });
      const checkAt = isNoticed ? answeredBy() : soon;
      return { type: 'PROGRESSED', at, providerId, stage, stages, checkAt, facts: told };
    }
    case 'reached': {
      const { stage, providerId } = evidence;
      return { type: 'REACHED', at, providerId, stage, stages, checkAt: soon, facts: told };
    }
    case 'qualified': {
      const { stage, providerId, disposition } = evidence;
      const of = kit.channels.lessPreciseThan({ channel, disposition });
      const closer = kit.channels.closerThan({ channel, disposition });
      const live = { at, providerId, stage, stages, checkAt: soon, facts: told };
      return { type: 'QUALIFIED', ...live, disposition, of, closer };
    }
    case 'responded': {
      const { stage, providerId, outcome } = evidence;
      return { type: 'RESPONDED', at, providerId, stage, stages, outcome, checkAt: soon, facts: told };
    }
    case 'ended': {
      const { rank, providerId, disposition, cause, fault, details } = evidence;
      const settles = disposition === 'answered' && step !== undefined && facts?.isAnsweredLate(step);
      return {
        type: 'ENDED',
        at,
        rank,
        providerId,
        disposition,
        closer: kit.channels.closerThan({ channel, disposition }),
        cause,
        fault,
        details: endDetails(facts?.endFacts ?? [], details),
        stages,
        counts: kit.channels.contacts(channel) && !ownFaults.has(fault),
        settleUntil: settles ? at + kit.times.settleMs : null,
      };
    }
  }
}

/** All facts that the channel declares for an end, in that order. */
function endDetails(names: readonly string[], details: Details): Details {
  const facts: Record<string, Details[string]> = {};
  for (const name of names) facts[name] = details[name] ?? null;
  return facts;
}

const liveKinds: ReadonlySet<Evidence['kind']> = new Set(['progressed', 'reached', 'qualified', 'responded']);

/** A touch that was found for an attempt that has ended, or in addition to another touch of the same attempt. */
function isSurplus(
  { kit }: Deciding,
  attempt: Attempt,
  { providerId, evidence }: { providerId: string | null; evidence: readonly Evidence[] },
): boolean {
  if (providerId !== null && attempt.providerId !== null && providerId !== attempt.providerId) return true;
  if (attempt.state === 'not-placed') return true;
  const searches = kit.channels.find(attempt.channel)?.searches ?? true;
  const givenUp = searches && attempt.state === 'ended' && attempt.evidence <= evidenceRanks.timeout;
  return givenUp && evidence.some(({ kind }) => liveKinds.has(kind));
}

function countSurplus(
  { set }: Deciding,
  { attempt, providerId }: { attempt: Attempt; providerId: string | null },
): void {
  const name = providerId ?? 'unnamed';
  if (attempt.surplusId === name) return;
  set.putAttempt({ ...attempt, surplusId: name });
  set.counters.attempts['surplus'] = (set.counters.attempts['surplus'] ?? 0) + 1;
  set.log({ type: 'attempt.surplus', position: attempt.position, attempt: attempt.id });
}

/** Logs that a touch reached a stage, unless the same report contains the end of that stage. */
function logStage({ set, kit }: Deciding, { before, after }: { before: Attempt; after: Attempt }): void {
  const { channel, state, progress, position, id } = after;
  const isNew = before.state !== state || before.progress !== progress;
  if (state !== 'placed' || progress === null || !isNew) return;
  const { event } = kit.channels.stage({ channel, stage: progress });
  if (event !== null) set.log({ type: event, position, attempt: id });
}

/** Merges evidence into the attempt and applies its consequences once. Delivering it again changes nothing. */
export function receiveEvidence(
  deciding: Deciding,
  {
    attempt: id,
    providerId,
    evidence,
    optingOut = null,
  }: {
    attempt: string;
    /** The touch that the evidence is about; null if the evidence does not say. */
    providerId: string | null;
    evidence: readonly Evidence[];
    /** The contact of the attempt, read only if the evidence contains an opt-out. */
    optingOut?: Contact | null;
  },
): EvidenceVerdict {
  const { set } = deciding;
  const before = set.attempt(id);
  if (!before) return 'unknown';
  checkEvidence(deciding, before.channel, evidence);
  const { dispositions } = set.record.definition;
  if (evidence.some((piece) => optsOut(dispositions, piece))) {
    applyOptOut(deciding, { attempt: before, contact: optingOut });
  }
  if (isSurplus(deciding, before, { providerId, evidence })) {
    countSurplus(deciding, { attempt: before, providerId });
    return 'surplus';
  }
  let row = before;
  for (const piece of evidence) {
    row = transitionAttempt(deciding, {
      row,
      event: toAttemptEvent(deciding, { attempt: row, evidence: piece }),
    });
  }
  logStage(deciding, { before, after: row });
  settle(deciding, { before, after: row });
  return isOpen(row.state) ? 'current' : 'closed';
}

/** Applies the consequences of a transition of an attempt, whatever caused it. */
export function settle(deciding: Deciding, { before, after }: { before: Attempt; after: Attempt }): void {
  if (isOpen(before.state) && !isOpen(after.state)) concludeAttempt(deciding, after);
  else if (before !== after) amendAttempt(deciding, { before, after });
}
