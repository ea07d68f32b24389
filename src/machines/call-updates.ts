import { evidenceRanks } from '../domain/attempt/attempt.ts';
import type { Disposition, Outcome } from '../domain/attempt/disposition.ts';
import type { CallContext, CallEnded, CallMachineEvent } from './call-events.ts';

type Update = Partial<CallContext>;
type Given = { context: CallContext; event: CallMachineEvent };

/** The outcome that counts when a call gave several: an opt-out always, else the greater word, so that order is no matter. */
export function mergeOutcome(left: Outcome | null, right: Outcome | null): Outcome | null {
  if (left === 'opt-out' || right === 'opt-out') return 'opt-out';
  return (left ?? '') > (right ?? '') ? left : right;
}

/** Whether evidence is stronger than what the attempt rests on; of two equal pieces the longer, then the greater code wins. */
export function isStronger({ context, event }: Given): boolean {
  if (event.type !== 'ENDED') return false;
  if (event.rank !== context.evidence) return event.rank > context.evidence;
  const talk = (event.talkSeconds ?? 0) - (context.talkSeconds ?? 0);
  return talk === 0 ? (event.cause?.code ?? '') > (context.cause?.code ?? '') : talk > 0;
}

/** Weaker evidence may still be the first to name the call. */
export function namesCall({ context, event }: Given): boolean {
  return event.type === 'ENDED' && context.callId === null && event.callId !== null;
}

const dispositionOf = (context: CallContext, event: CallEnded): Disposition =>
  context.disposition === 'machine' && event.disposition === 'answered' ? 'machine' : event.disposition;

/** A call that was cancelled uses up an attempt only if it rang: at worst the news of that comes later. */
function counts(row: Pick<CallContext, 'disposition' | 'ringingAt' | 'answeredAt'>): boolean {
  return row.disposition !== 'cancelled' || row.ringingAt !== null || row.answeredAt !== null;
}

const answers: ReadonlySet<CallMachineEvent['type']> = new Set(['ANSWERED', 'GATHERED', 'MACHINE_HEARD']);

/** Ids and instants are noted whenever they come, also too late for the state: so any order gives the same row. */
export function news({ context, event }: Given): Update {
  if (!('callId' in event)) return {};
  const ringingAt = context.ringingAt ?? (event.type === 'RANG' ? event.at : null);
  const answeredAt = context.answeredAt ?? (answers.has(event.type) ? event.at : null);
  const hasRung = context.disposition === 'cancelled' && context.fault === null;
  return {
    placed: true,
    callId: context.callId ?? event.callId,
    ringingAt,
    answeredAt,
    outcome: event.type === 'GATHERED' ? mergeOutcome(context.outcome, event.outcome) : context.outcome,
    counts: hasRung ? counts({ disposition: 'cancelled', ringingAt, answeredAt }) : context.counts,
  };
}

const checkAtOf = (event: CallMachineEvent): Update =>
  'checkAt' in event ? { checkAt: event.checkAt, holdUntil: null } : {};

/** News that says when to ask again, should nothing follow. */
export function liveNews(given: Given): Update {
  return { ...news(given), ...checkAtOf(given.event) };
}

/** A machine answered: known before the end, or making a machine of an answer. */
function machine({ context }: Given): Update {
  const isOpenOrAnswered = context.evidence === evidenceRanks.none || context.disposition === 'answered';
  return isOpenOrAnswered ? { disposition: 'machine' } : {};
}

export function machineNews(given: Given): Update {
  return { ...news(given), ...machine(given) };
}

export function liveMachineNews(given: Given): Update {
  return { ...liveNews(given), ...machine(given) };
}

/** The last thing a settling call was waited for. */
export function lastNews(given: Given): Update {
  return { ...news(given), ...noMoreChecks };
}

export const noMoreChecks = { checkAt: null, holdUntil: null } as const;

/** The provider has it, which is no news of where it is. */
export function placed({ context, event }: Given): Update {
  if (event.type !== 'ACCEPTED') return {};
  return {
    placed: true,
    requestId: context.requestId ?? event.requestId,
    dialingAt: context.dialingAt ?? event.at,
  };
}

export function accepted(given: Given): Update {
  return { ...placed(given), ...checkAtOf(given.event) };
}

function conclusion(given: Given): Update {
  const { context, event } = given;
  if (event.type !== 'ENDED') return {};
  const callId = context.callId ?? event.callId;
  if (!isStronger(given)) return { placed: true, callId };
  const disposition = dispositionOf(context, event);
  return {
    placed: true,
    callId,
    evidence: event.rank,
    disposition,
    cause: event.cause,
    talkSeconds: event.talkSeconds,
    fault: event.fault,
    counts: event.counts && counts({ ...context, disposition }),
    endedAt: context.endedAt ?? event.at,
  };
}

/** The end, for good. */
export function ended(given: Given): Update {
  return { ...conclusion(given), ...noMoreChecks };
}

/** The end, but something that it overtook may still come: until `settleUntil`, or as long as was said before. */
export function settling(given: Given): Update {
  const { context, event } = given;
  if (event.type !== 'ENDED') return {};
  return { ...conclusion(given), checkAt: event.settleUntil ?? context.checkAt, holdUntil: null };
}

export function callNamed({ context, event }: Given): Update {
  return event.type === 'ENDED' ? { callId: context.callId ?? event.callId } : {};
}

export function hold({ context, event }: Given): Update {
  if (event.type !== 'AMBIGUOUS' && event.type !== 'NO_TRACE') return {};
  // Not later than a search period from now: a clock that was set back since may have said so.
  const holdUntil = Math.min(context.holdUntil ?? event.holdUntil, event.holdUntil);
  return { holdUntil, checkAt: event.checkAt };
}

export function unconfirmed({ event }: Given): Update {
  if (event.type !== 'HOLD_RAN_OUT') return {};
  return {
    evidence: evidenceRanks.timeout,
    disposition: 'unconfirmed',
    endedAt: event.at,
    ...noMoreChecks,
  };
}

export function notPlaced({ event }: Given): Update {
  return event.type === 'NOT_PLACED' ? { endedAt: event.at, counts: false, ...noMoreChecks } : {};
}
