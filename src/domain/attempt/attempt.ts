import type { Disposition, Outcome } from './disposition.ts';
import type { Fault } from '../fault.ts';

export const attemptStates = [
  'minted',
  'dialing',
  'ringing',
  'in-progress',
  'unknown',
  'settling',
  'ended',
  'not-placed',
] as const;
export type AttemptState = (typeof attemptStates)[number];

/** How sure we are of a result, weakest first; a stronger piece of evidence amends a weaker one. */
export const evidenceRanks = { none: 0, timeout: 1, 'live-list': 2, 'hang-up': 3, record: 4 } as const;
export type EvidenceRank = (typeof evidenceRanks)[keyof typeof evidenceRanks];

/** The provider's own words about an end, kept as they came. */
export type ProviderCause = { code: string; name: string; source: string };

/** One try of one step; for voice, a call. Its id is minted before any I/O and stands in every callback URL. */
export type Attempt = {
  id: string;
  campaign: string;
  position: number;
  contact: string;
  /** Index of the step. */
  step: number;
  /** The how-manieth attempt for this person in this campaign, from 1. */
  number: number;
  /** The how-manieth attempt of this step, from 1. */
  stepNumber: number;
  channel: string;
  address: string;
  from: string | null;
  state: AttemptState;
  disposition: Disposition | null;
  outcome: Outcome | null;
  /** The rank of the evidence behind the disposition. */
  evidence: EvidenceRank;
  /** Whether anything showed that the provider has it. */
  placed: boolean;
  requestId: string | null;
  callId: string | null;
  cause: ProviderCause | null;
  /** Whose trouble the end was, where not the recipient's. */
  fault: Fault | null;
  /** Whether this attempt counts against the person's attempts; false for throttled and never started ones. */
  counts: boolean;
  mintedAt: number;
  dialingAt: number | null;
  ringingAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  /** Seconds of conversation, from the provider. */
  talkSeconds: number | null;
  /** Business time at which to ask the provider about it, if nothing was heard. */
  checkAt: number | null;
  /** Business time at which an unknown attempt ends unconfirmed. */
  holdUntil: number | null;
  /** System time at which its permit runs out. */
  permitUntil: number | null;
  /** A second call that turned up under this attempt and was hung up; it is counted once. */
  surplusCallId: string | null;
  /** Somebody ordered it to be hung up. */
  hangUp: boolean;
};

export function isOpen(state: AttemptState): boolean {
  return state !== 'ended' && state !== 'not-placed';
}
