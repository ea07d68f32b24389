import type { Attempt, EvidenceRank, ProviderCause } from '../domain/attempt/attempt.ts';
import type { Disposition, Outcome } from '../domain/attempt/disposition.ts';
import type { Fault } from '../domain/fault.ts';

/** The stored row without its state. */
export type CallContext = Omit<Attempt, 'state'>;

/** What the machine asks of the host: end the call at the provider; ask the provider what became of it. */
export const callEffects = ['endTouch', 'findTouch'] as const;
export type CallEffect = (typeof callEffects)[number];

/** Evidence of a live call; `checkAt` is when to ask the provider if no more evidence comes. */
type LiveEvidence = { at: number; callId: string | null; checkAt: number };

/** How the call ended. The host works out what the policies make of it. */
export type CallEnded = {
  type: 'ENDED';
  at: number;
  rank: EvidenceRank;
  callId: string | null;
  disposition: Disposition;
  cause: ProviderCause | null;
  talkSeconds: number | null;
  fault: Fault | null;
  /** Whether such an end uses up an attempt; a cancelled call that never rang does not in any case. */
  counts: boolean;
  /** Until when to wait for callbacks that this one may have overtaken; null: do not wait. */
  settleUntil: number | null;
};

export type CallMachineEvent =
  | { type: 'ACCEPTED'; at: number; requestId: string | null; checkAt: number }
  | ({ type: 'RANG' } & LiveEvidence)
  | ({ type: 'LIVE' } & LiveEvidence)
  | ({ type: 'ANSWERED' } & LiveEvidence)
  | ({ type: 'MACHINE_HEARD' } & LiveEvidence)
  | ({ type: 'GATHERED'; outcome: Outcome | null } & LiveEvidence)
  | CallEnded
  | { type: 'SETTLED' }
  | { type: 'AMBIGUOUS'; holdUntil: number; checkAt: number }
  | { type: 'NO_TRACE'; holdUntil: number; checkAt: number }
  | { type: 'SEARCH_ENDED'; at: number }
  | { type: 'NOT_PLACED'; at: number }
  | { type: 'HANG_UP' };
