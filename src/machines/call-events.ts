import type { Attempt, EvidenceRank, ProviderCause } from '../domain/attempt/attempt.ts';
import type { Disposition, Outcome } from '../domain/attempt/disposition.ts';
import type { Fault } from '../domain/fault.ts';

/** The stored row without its state is the machine's whole context. */
export type CallContext = Omit<Attempt, 'state'>;

/** News of a call; `checkAt` is when to ask the provider if nothing more is heard. */
type News = { at: number; callId: string | null; checkAt: number };

/** A result, with everything policy says about it worked out by the host. */
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
  /** Until when callbacks that this one may have overtaken are waited for; null: for none. */
  settleUntil: number | null;
};

export type CallMachineEvent =
  | { type: 'WARM' }
  | { type: 'ACCEPTED'; at: number; requestId: string | null; checkAt: number }
  | ({ type: 'RANG' } & News)
  | ({ type: 'LIVE' } & News)
  | ({ type: 'ANSWERED' } & News)
  | ({ type: 'MACHINE_HEARD' } & News)
  | ({ type: 'GATHERED'; outcome: Outcome | null } & News)
  | CallEnded
  | { type: 'SETTLED' }
  | { type: 'AMBIGUOUS'; holdUntil: number; checkAt: number }
  | { type: 'NO_TRACE'; holdUntil: number; checkAt: number }
  | { type: 'HOLD_RAN_OUT'; at: number }
  | { type: 'NOT_PLACED'; at: number }
  | { type: 'HANG_UP' };
