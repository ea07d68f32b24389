import type { Bill } from '../../domain/cost/bill.ts';
import { chargeOf } from '../../domain/cost/charge.ts';
import type { ChargeSource } from '../../domain/cost/charge.ts';
import { moneyText } from '../../domain/cost/money.ts';
import { callDispositions, callFactsOf } from '../../channels/voice/call.ts';
import type { CallState } from '../../channels/voice/call.ts';
import { evidenceNames, isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt, EvidenceName } from '../../domain/attempt/attempt.ts';
import { answersOf, callBackAtOf, recordingsOf } from '../../domain/attempt/facts.ts';
import type { Recording } from '../../domain/attempt/facts.ts';
import { enrollmentIdOf } from '../../domain/ids.ts';
import { instantOrNull, instantText } from '../instants.ts';

/** An attempt as a call; times are RFC 3339 in UTC. */
export type CallView = {
  id: string;
  campaign: string;
  /** The ids of the contact and of its enrollment. */
  contact: string;
  enrollmentId: string;
  position: number;
  channel: string;
  to: string;
  from: string | null;
  state: CallState;
  /** Whether it has not ended. */
  active: boolean;
  disposition: Attempt['disposition'];
  outcome: Attempt['outcome'];
  /** The number of the attempt for this contact in the campaign, from 1, and within its step. */
  number: number;
  step: number;
  stepNumber: number;
  /** The provider's ids for it. */
  requestId: string | null;
  callId: string | null;
  cause: Attempt['cause'];
  fault: Attempt['fault'];
  /** Whether it used up one of the contact's attempts. */
  counts: boolean;
  /** If it is a call-back: the time that the contact asked for. */
  callBackAt: string | null;
  /** How an operator corrected its end; null if none did. `was`: the result before. */
  correction: {
    by: string;
    at: string;
    note: string | null;
    was: { disposition: string | null; outcome: string | null };
  } | null;
  /** Whether it was ordered to be hung up. */
  hangUp: boolean;
  /** How certain the disposition is. */
  evidence: EvidenceName;
  /** Until when a call with an unknown fate is looked for; null if it is not. */
  searchUntil: string | null;
  startedAt: string;
  dialingAt: string | null;
  ringingAt: string | null;
  answeredAt: string | null;
  endedAt: string | null;
  talkSeconds: number | null;
  /** What it costs, a decimal in text; null if that is not known. */
  cost: { amount: string; currency: string; source: ChargeSource } | null;
  /** The variables that the contact has set in the call. */
  answers: Readonly<Record<string, string>>;
  /** When the contact wants to be called back, by the digits pressed in the call. */
  wantsCallBackAt: string | null;
  recordings: readonly Pick<Recording, 'id' | 'seconds'>[];
};

/** How calls can end. */
export const callDispositionNames: readonly string[] = callDispositions.map(({ name }) => name);

function costOf(attempt: Attempt, bill: Bill): CallView['cost'] {
  const charge = chargeOf(attempt, { billOf: () => bill });
  return charge && { amount: moneyText(charge.micros), currency: charge.currency, source: charge.source };
}

export function callView(attempt: Attempt): CallView {
  const { state, ringingAt, talkSeconds, bill } = callFactsOf(attempt);
  return {
    id: attempt.id,
    campaign: attempt.campaign,
    contact: attempt.contact,
    enrollmentId: enrollmentIdOf(attempt.contact),
    position: attempt.position,
    channel: attempt.channel,
    to: attempt.address,
    from: attempt.sender,
    state,
    active: isOpen(attempt.state),
    disposition: attempt.disposition,
    outcome: attempt.outcome,
    number: attempt.number,
    step: attempt.step,
    stepNumber: attempt.stepNumber,
    requestId: attempt.receipt,
    callId: attempt.providerId,
    cause: attempt.cause,
    fault: attempt.fault,
    counts: attempt.counts,
    callBackAt: instantOrNull(attempt.callBackAt),
    correction: attempt.correction && { ...attempt.correction, at: instantText(attempt.correction.at) },
    hangUp: attempt.endWanted,
    evidence: evidenceNames[attempt.evidence] ?? 'none',
    searchUntil: attempt.state === 'unknown' ? instantOrNull(attempt.searchUntil) : null,
    startedAt: instantText(attempt.mintedAt),
    dialingAt: instantOrNull(attempt.placedAt),
    ringingAt: instantOrNull(ringingAt),
    answeredAt: instantOrNull(attempt.reachedAt),
    endedAt: instantOrNull(attempt.endedAt),
    talkSeconds,
    cost: costOf(attempt, bill),
    answers: answersOf(attempt.details),
    wantsCallBackAt: instantOrNull(callBackAtOf(attempt.details)),
    // The address at the provider is not shown: recordings are passed on by this service.
    recordings: recordingsOf(attempt.details).map(({ id, seconds }) => ({ id, seconds })),
  };
}
