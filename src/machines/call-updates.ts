import { evidenceRanks } from '../domain/attempt/attempt.ts';
import type { Disposition, Outcome } from '../domain/attempt/disposition.ts';
import type { CallContext, CallEnded, CallMachineEvent } from './call-events.ts';
import { isStrongerEvidence } from './call-guards.ts';
import type { Given as GivenOf, Updates } from './implementation.ts';

type Update = Partial<CallContext>;
type Given = GivenOf<CallContext, CallMachineEvent>;

/** The outcome that counts where a call has several: an opt-out first, else the greater word, so that their order does not matter. */
export function mergeOutcome(left: Outcome | null, right: Outcome | null): Outcome | null {
  if (left === 'opt-out' || right === 'opt-out') return 'opt-out';
  return (left ?? '') > (right ?? '') ? left : right;
}

const dispositionOf = (context: CallContext, event: CallEnded): Disposition =>
  context.disposition === 'machine' && event.disposition === 'answered' ? 'machine' : event.disposition;

/** A cancelled call uses up an attempt only if it rang; the evidence for that may come later. */
function counts(row: Pick<CallContext, 'disposition' | 'ringingAt' | 'answeredAt'>): boolean {
  return row.disposition !== 'cancelled' || row.ringingAt !== null || row.answeredAt !== null;
}

const answers: ReadonlySet<CallMachineEvent['type']> = new Set(['ANSWERED', 'GATHERED', 'MACHINE_HEARD']);

/** Ids and instants are noted whenever they come, also too late for the state, so that any order leads to the same row. */
function evidence({ context, event }: Given): Update {
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

/** Evidence that also says when to ask the provider if no more comes. */
function liveEvidence(given: Given): Update {
  return { ...evidence(given), ...checkAtOf(given.event) };
}

/** An answering machine answered. It may be known before the end, or change an answered call into a machine. */
function machine({ context }: Given): Update {
  const isOpenOrAnswered = context.evidence === evidenceRanks.none || context.disposition === 'answered';
  return isOpenOrAnswered ? { disposition: 'machine' } : {};
}

const noMoreChecks = { checkAt: null, holdUntil: null } as const;

/** The provider has the call; this does not say how far it is. */
function placed({ context, event }: Given): Update {
  if (event.type !== 'ACCEPTED') return {};
  return {
    placed: true,
    requestId: context.requestId ?? event.requestId,
    dialingAt: context.dialingAt ?? event.at,
  };
}

function conclusion(given: Given): Update {
  const { context, event } = given;
  if (event.type !== 'ENDED') return {};
  const callId = context.callId ?? event.callId;
  if (!isStrongerEvidence(given)) return { placed: true, callId };
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

/** The call has ended, but evidence that the end overtook may still come: until `settleUntil`, or the earlier deadline. */
function settling(given: Given): Update {
  const { context, event } = given;
  if (event.type !== 'ENDED') return {};
  return { ...conclusion(given), checkAt: event.settleUntil ?? context.checkAt, holdUntil: null };
}

function searchPeriod({ context, event }: Given): Update {
  if (event.type !== 'AMBIGUOUS' && event.type !== 'NO_TRACE') return {};
  // At most one search period from now: the stored end may be later if the clock was set back since.
  const holdUntil = Math.min(context.holdUntil ?? event.holdUntil, event.holdUntil);
  return { holdUntil, checkAt: event.checkAt };
}

function unconfirmed({ event }: Given): Update {
  if (event.type !== 'SEARCH_ENDED') return {};
  return {
    evidence: evidenceRanks.timeout,
    disposition: 'unconfirmed',
    endedAt: event.at,
    ...noMoreChecks,
  };
}

export const callUpdates = {
  noteAccepted: (given) => ({ ...placed(given), ...checkAtOf(given.event) }),
  notePlaced: placed,
  noteEvidence: evidence,
  noteLiveEvidence: liveEvidence,
  noteMachineAnswer: (given) => ({ ...evidence(given), ...machine(given) }),
  noteLiveMachineAnswer: (given) => ({ ...liveEvidence(given), ...machine(given) }),
  noteLastEvidence: (given) => ({ ...evidence(given), ...noMoreChecks }),
  noteSettling: settling,
  noteEnd: (given) => ({ ...conclusion(given), ...noMoreChecks }),
  noteCallId: ({ context, event }) =>
    event.type === 'ENDED' ? { callId: context.callId ?? event.callId } : {},
  noteSearchPeriod: searchPeriod,
  noteUnconfirmed: unconfirmed,
  noteNotPlaced: ({ event }) =>
    event.type === 'NOT_PLACED' ? { endedAt: event.at, counts: false, ...noMoreChecks } : {},
  stopChecking: () => noMoreChecks,
  wantHangUp: () => ({ hangUp: true }),
} as const satisfies Updates<CallContext, CallMachineEvent>;
