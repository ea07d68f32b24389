import type { Attempt, Details, EvidenceRank, ProviderCause } from '../../domain/attempt/attempt.ts';
import type { Disposition, Outcome } from '../../domain/attempt/disposition.ts';
import type { Stage } from '../../domain/campaign/channel-facts.ts';
import type { Fault } from '../../domain/fault.ts';

/** The stored row without its state. */
export type AttemptContext = Omit<Attempt, 'state'>;

/** What the machine asks of the host: end the touch at the provider; ask the provider what became of it. */
export const attemptEffects = ['endTouch', 'findTouch'] as const;
export type AttemptEffect = (typeof attemptEffects)[number];

/** `stages`: those of the channel, in their order. `checkAt`: when to ask the provider if no more evidence comes. */
type LiveEvidence = {
  at: number;
  providerId: string | null;
  stage: string | null;
  stages: readonly Stage[];
  checkAt: number;
};

/** How the touch ended. The host works out what the policies make of it. */
export type TouchEnded = {
  type: 'ENDED';
  at: number;
  rank: EvidenceRank;
  providerId: string | null;
  disposition: Disposition;
  /** The dispositions that are a closer reading of this one: it does not replace them. */
  closer: readonly Disposition[];
  cause: ProviderCause | null;
  fault: Fault | null;
  /** All facts of the end that the channel declares. */
  details: Details;
  stages: readonly Stage[];
  /** Whether such an end uses up an attempt; one that was cancelled before the contact could notice it does not. */
  counts: boolean;
  /** Until when to wait for evidence that this one may have overtaken; null: do not wait. */
  settleUntil: number | null;
};

export type AttemptMachineEvent =
  | { type: 'PREPARE' }
  | { type: 'SEND'; permitUntil: number }
  | {
      type: 'ACCEPTED';
      at: number;
      receipt: string | null;
      stage: string | null;
      stages: readonly Stage[];
      checkAt: number;
    }
  | ({ type: 'PROGRESSED' } & LiveEvidence)
  | ({ type: 'REACHED' } & LiveEvidence)
  /** `of`: the disposition that the new one refines. */
  | ({ type: 'QUALIFIED'; disposition: Disposition; of: Disposition | null } & LiveEvidence)
  | ({ type: 'RESPONDED'; outcome: Outcome | null } & LiveEvidence)
  | TouchEnded
  | { type: 'SETTLED' }
  | { type: 'AMBIGUOUS'; searchUntil: number; checkAt: number }
  | { type: 'NO_TRACE'; searchUntil: number; checkAt: number }
  | { type: 'SEARCH_ENDED'; at: number }
  | { type: 'NOT_PLACED'; at: number }
  | { type: 'END_WANTED' };
