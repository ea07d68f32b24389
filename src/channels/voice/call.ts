import type { Attempt, Details, EvidenceRank, ProviderCause } from '../../domain/attempt/attempt.ts';
import type { DispositionFacts } from '../../domain/attempt/disposition.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import { recordingFacts } from '../../domain/attempt/facts.ts';
import type { Recording } from '../../domain/attempt/facts.ts';
import type { Stage } from '../../domain/campaign/channel-facts.ts';
import type { Bill } from '../../domain/cost/bill.ts';
import { billOfCall, noCallCost } from './billing.ts';
import type { CallCost } from './billing.ts';
import type { Judgement } from './hangup-causes.ts';

/** The stages of a call. */
export const callStages = [
  { name: 'dialing', event: 'attempt.dialing', fact: null, isNoticed: false, isReply: false },
  { name: 'ringing', event: 'attempt.ringing', fact: 'ringingAt', isNoticed: true, isReply: false },
  { name: 'in-progress', event: 'attempt.answered', fact: null, isNoticed: true, isReply: false },
] as const satisfies readonly Stage[];

/**
 * How calls end. The priors are typical values of cold calling: our own choice, close to those of the carrier
 * simulator.
 */
export const callDispositions = [
  { name: 'answered', route: 'next', words: 'answered', prior: 5 },
  { name: 'machine', route: 'retry', words: 'an answering machine', prior: 0.6, refines: 'answered' },
  {
    name: 'voicemail',
    route: 'retry',
    words: 'a message was left on an answering machine',
    prior: 0,
    refines: 'machine',
  },
  { name: 'busy', route: 'retry', words: 'busy', prior: 1 },
  { name: 'no-answer', route: 'retry', words: 'no answer', prior: 2.6 },
  { name: 'rejected', route: 'retry', words: 'rejected', prior: 0.2 },
  { name: 'invalid', route: 'stop', end: 'invalid', words: 'the number is not in service', prior: 0.3 },
  { name: 'failed', route: 'retry', words: 'the call failed', prior: 0.3 },
  { name: 'unconfirmed', route: 'retry', words: 'it is not known how it ended', prior: 0 },
  { name: 'cancelled', route: 'retry', words: 'the call was taken back', prior: 0 },
] as const satisfies readonly DispositionFacts[];

type CallId = string | null;

/** The fact that the document with the message for a machine was asked for. */
const messageFact = 'messageBegun';

/** What Plivo reports about a call, as neutral evidence. */
export const callEvidence = {
  /** The call is live, and was not reported to ring. */
  live: (callId: CallId): Evidence => ({ kind: 'progressed', stage: 'dialing', providerId: callId }),
  ringing: (callId: CallId): Evidence => ({ kind: 'progressed', stage: 'ringing', providerId: callId }),
  answered: (callId: CallId): Evidence => ({ kind: 'reached', stage: 'in-progress', providerId: callId }),
  machine: (callId: CallId) =>
    ({
      kind: 'qualified',
      disposition: 'machine',
      stage: 'in-progress',
      providerId: callId,
    }) satisfies Evidence,
  /** A machine was given the message. It may hang up before the end. */
  messageBegun: (callId: CallId): Evidence => ({
    ...callEvidence.machine(callId),
    facts: { [messageFact]: true },
  }),
  /** A machine has heard the whole message. */
  messageLeft: (callId: CallId): Evidence => ({
    kind: 'qualified',
    disposition: 'voicemail',
    stage: 'in-progress',
    providerId: callId,
  }),
  recorded: (callId: CallId, recording: Recording): Evidence => ({
    kind: 'reached',
    stage: 'in-progress',
    providerId: callId,
    facts: recordingFacts(recording),
  }),
  /** Digits were pressed; what they mean is in the step. */
  gathered: (callId: CallId): Evidence => ({
    kind: 'responded',
    outcome: null,
    stage: 'in-progress',
    providerId: callId,
  }),
  ended: ({
    callId,
    rank,
    judgement: { disposition, fault },
    cause,
    talkSeconds,
    cost = noCallCost,
  }: {
    callId: CallId;
    rank: EvidenceRank;
    judgement: Judgement;
    cause: ProviderCause | null;
    talkSeconds: number | null;
    cost?: CallCost;
  }): Evidence => ({
    kind: 'ended',
    rank,
    providerId: callId,
    disposition,
    cause,
    fault,
    details: { talkSeconds, ...cost },
  }),
} as const;

/** Whether a machine was given the message of the step. */
export function isMessageBegun(details: Details | null): boolean {
  return details?.[messageFact] === true;
}

/** The states of a call in the API and the command line. */
export const callStates = [
  'minted',
  'preparing',
  'dialing',
  'ringing',
  'in-progress',
  'unknown',
  'settling',
  'ended',
  'not-placed',
] as const;
export type CallState = (typeof callStates)[number];

/** What the view of an attempt as a call shows besides the columns of the attempt. Times are business time. */
export function callFactsOf(attempt: Attempt): {
  state: CallState;
  ringingAt: number | null;
  talkSeconds: number | null;
  bill: Bill;
} {
  const { state, progress, details } = attempt;
  return {
    state: callStateOf(state, progress),
    ringingAt: numberOrNull(details?.['ringingAt']),
    talkSeconds: talkSecondsOf({ details }),
    bill: billOfCall(attempt),
  };
}

/** The seconds from the answer to the hang-up, as reported; null before the end. */
export function talkSecondsOf({ details }: Pick<Attempt, 'details'>): number | null {
  return numberOrNull(details?.['talkSeconds']);
}

/** The words of the carrier for the contact as the source of a hang-up: in callbacks, and in its documents. */
const contactSources: ReadonlySet<string | undefined> = new Set(['Callee', 'Call recipient']);

/** Whether the contact has hung up, not the flow of the call, its time limit or the program. */
export function isHungUpByContact({ cause }: Pick<Attempt, 'cause'>): boolean {
  return contactSources.has(cause?.source);
}

/** A stage of another channel is shown as the first stage of a call. */
function callStateOf(state: Attempt['state'], progress: string | null): CallState {
  if (state === 'sending') return 'minted';
  if (state !== 'placed') return state;
  return callStages.find(({ name }) => name === progress)?.name ?? 'dialing';
}

function numberOrNull(fact: unknown): number | null {
  return typeof fact === 'number' ? fact : null;
}
