import type { Details, EvidenceRank, ProviderCause } from './attempt.ts';
import type { Disposition, Outcome } from './disposition.ts';
import type { Fault } from '../fault.ts';

/**
 * `stage`: the stage of the touch, one of the channel's; null if the evidence does not say. `facts`: what the touch reports
 * apart from its end; see `facts.ts` for the facts that the engine reads.
 */
type OfTouch = { providerId: string | null; stage: string | null; facts?: Details | undefined };

/**
 * What was learned about one attempt, from a reply, a callback or a search. Merging it is idempotent and commutative.
 * A channel reports what its provider says in these terms.
 */
export type Evidence =
  /** The provider has the touch. */
  | { kind: 'accepted'; receipt: string | null }
  /** The touch is at a stage. */
  | ({ kind: 'progressed' } & OfTouch & { stage: string })
  /** It reached the contact, as far as the provider can tell. */
  | ({ kind: 'reached' } & OfTouch)
  /**
   * It reached something else: the end has this disposition instead of the one that it refines in the channel's
   * declaration.
   */
  | ({ kind: 'qualified'; disposition: Disposition } & OfTouch)
  /** The contact answered; the outcome is null if the step does not define what the answer means. */
  | ({ kind: 'responded'; outcome: Outcome | null } & OfTouch)
  | {
      kind: 'ended';
      rank: EvidenceRank;
      providerId: string | null;
      disposition: Disposition;
      cause: ProviderCause | null;
      fault: Fault | null;
      /** The facts of the end that the channel declares; a missing fact is null. */
      details: Details;
    };

/** What the evidence was about: an open attempt, an ended one, a touch that was not ordered, or nothing known here. */
export type EvidenceVerdict = 'current' | 'closed' | 'surplus' | 'unknown';

/** Whether the contact asks not to be contacted any more. */
export function isOptOut(piece: Evidence): boolean {
  return piece.kind === 'responded' && piece.outcome === 'opt-out';
}
