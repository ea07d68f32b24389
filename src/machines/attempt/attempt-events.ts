import type { Attempt, Details, EvidenceRank, ProviderCause } from '../../domain/attempt/attempt.ts';
import type { Correction } from '../../domain/attempt/correction.ts';
import type { Disposition, Outcome } from '../../domain/attempt/disposition.ts';
import type { Stage } from '../../domain/campaign/channel-facts.ts';
import type { Fault } from '../../domain/fault.ts';

/** The stored row without its state. */
export type AttemptContext = Omit<Attempt, 'state'>;

/**
 * Effects for the host. `endTouch`: end the touch at the provider. `findTouch`: search for the touch at the provider.
 */
export const attemptEffects = ['endTouch', 'findTouch'] as const;
export type AttemptEffect = (typeof attemptEffects)[number];

/**
 * `stages`: the stages of the channel, in order. `checkAt`: when to search at the provider if no more evidence comes.
 * `facts`: what the touch reports apart from its end.
 */
type LiveEvidence = {
  at: number;
  providerId: string | null;
  stage: string | null;
  stages: readonly Stage[];
  checkAt: number;
  facts?: Details | undefined;
};

/** How the touch ended. The host computes the fields that depend on policies. */
export type TouchEnded = {
  type: 'ENDED';
  at: number;
  rank: EvidenceRank;
  providerId: string | null;
  disposition: Disposition;
  /** The dispositions that are more precise than this one: it does not replace them. */
  closer: readonly Disposition[];
  cause: ProviderCause | null;
  fault: Fault | null;
  /** All facts of the end that the channel declares. */
  details: Details;
  stages: readonly Stage[];
  /** Whether such an end uses up an attempt. A cancelled attempt that the contact could not notice uses up none. */
  counts: boolean;
  /** Evidence that this report overtook may arrive until then; null: do not wait for it. */
  settleUntil: number | null;
};

export type AttemptMachineEvent =
  | { type: 'PREPARE' }
  /** `facts`: what is known from its preparation. */
  | { type: 'SEND'; permitUntil: number; facts?: Details | undefined }
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
  /** `of`: the dispositions that the new one refines. `closer`: those that refine the new one. */
  | ({
      type: 'QUALIFIED';
      disposition: Disposition;
      of: readonly Disposition[];
      closer: readonly Disposition[];
    } & LiveEvidence)
  | ({ type: 'RESPONDED'; outcome: Outcome | null } & LiveEvidence)
  | TouchEnded
  /** An operator sets how it ended. */
  | { type: 'CORRECTED'; disposition: Disposition | null; outcome: Outcome | null; correction: Correction }
  | { type: 'SETTLED' }
  | { type: 'AMBIGUOUS'; searchUntil: number; checkAt: number }
  | { type: 'NO_TRACE'; searchUntil: number; checkAt: number }
  | { type: 'SEARCH_ENDED'; at: number }
  | { type: 'NOT_PLACED'; at: number }
  | { type: 'END_WANTED' };
