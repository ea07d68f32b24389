import type { EvidenceRank, ProviderCause } from './attempt.ts';
import type { Disposition, Outcome } from './disposition.ts';
import type { Fault } from '../fault.ts';

/** What we learned about one attempt, from a reply, a callback or a search. Merging it is idempotent and commutative. */
export type Evidence =
  | { kind: 'accepted'; requestId: string | null }
  | { kind: 'queued'; requestId: string | null }
  | { kind: 'ringing'; callId: string | null }
  | { kind: 'live'; callId: string | null }
  | { kind: 'answered'; callId: string | null }
  | { kind: 'machine'; callId: string | null }
  | { kind: 'gathered'; callId: string | null; digits: string; outcome: Outcome | null }
  | {
      kind: 'ended';
      rank: EvidenceRank;
      callId: string | null;
      disposition: Disposition;
      cause: ProviderCause | null;
      talkSeconds: number | null;
      fault: Fault | null;
    };

/** What evidence was about: an open attempt, one that has ended, a call that was not ordered, or nothing known here. */
export type EvidenceVerdict = 'current' | 'closed' | 'surplus' | 'unknown';

/** Whether somebody asks, in a call, not to be contacted any more. */
export function isOptOut(piece: Evidence): boolean {
  return piece.kind === 'gathered' && piece.outcome === 'opt-out';
}
