import type { Correction } from './correction.ts';
import type { Callbacks } from './callbacks.ts';
import type { Disposition, Outcome } from './disposition.ts';
import type { Price } from '../cost/rate.ts';
import type { Fault } from '../fault.ts';

/** The states of an attempt, the same for all channels; see docs/machines.md. */
export const attemptStates = [
  'minted',
  'preparing',
  'sending',
  'placed',
  'settling',
  'unknown',
  'ended',
  'not-placed',
] as const;
export type AttemptState = (typeof attemptStates)[number];

/** How certain a result is, the least certain first. Stronger evidence amends weaker evidence. */
export const evidenceRanks = {
  none: 0,
  timeout: 1,
  'live-list': 2,
  'hang-up': 3,
  record: 4,
  operator: 5,
} as const;
export type EvidenceRank = (typeof evidenceRanks)[keyof typeof evidenceRanks];
export type EvidenceName = keyof typeof evidenceRanks;
/** The names of the ranks, by rank. */
export const evidenceNames = Object.keys(evidenceRanks) as readonly EvidenceName[];

/** The provider's own code for an end, stored as received. */
export type ProviderCause = { code: string; name: string; source: string };

/**
 * Facts that only the channel of an attempt understands, by name. Null stands for a fact that the provider does not
 * report.
 */
export type Details = Readonly<Record<string, string | number | boolean | null>>;

/** One try of one step. Its id is minted before any I/O, so that every report about it can name it. */
export type Attempt = {
  id: string;
  campaign: string;
  position: number;
  contact: string;
  /** Index of the step. */
  step: number;
  /** Number of the attempt among those of this contact in this campaign, from 1. */
  number: number;
  /** Number of the attempt among those of this step, from 1. */
  stepNumber: number;
  channel: string;
  address: string;
  /** The sender: a caller ID, a mailbox. */
  sender: string | null;
  state: AttemptState;
  /** The latest stage that was reported, one of the channel's; null before the first report. */
  progress: string | null;
  disposition: Disposition | null;
  outcome: Outcome | null;
  /** The rank of the evidence behind the disposition. */
  evidence: EvidenceRank;
  /** Whether any evidence showed that the provider has it. */
  placed: boolean;
  /** The provider's id of the request that it accepted. */
  receipt: string | null;
  /** The provider's id of the touch itself. */
  providerId: string | null;
  cause: ProviderCause | null;
  /** Who is at fault for the end, if not the recipient. */
  fault: Fault | null;
  /** Whether it counts against the attempts of the contact; false if it was throttled or never sent. */
  counts: boolean;
  mintedAt: number;
  /** When the provider accepted it. */
  placedAt: number | null;
  /** When the contact was first reported to be reached. */
  reachedAt: number | null;
  endedAt: number | null;
  /** Business time at which to ask the provider about it, if nothing is reported before. */
  checkAt: number | null;
  /** Business time at which an attempt with an unknown fate ends as unconfirmed. */
  searchUntil: number | null;
  /** System time at which its permit runs out; null before it has one. */
  permitUntil: number | null;
  /** A second touch that was found for this attempt; it is counted once. */
  surplusId: string | null;
  /** If it is a call-back: the business time at which the contact asked to be called. It uses up no attempt of its step. */
  callBackAt: number | null;
  /** How an operator corrected its end; null if none did. */
  correction: Correction | null;
  /** Whether its end was ordered. */
  endWanted: boolean;
  /** Other facts that the channel reported, without those that are null. Null if there are none. */
  details: Details | null;
  /** The callbacks of the provider about it; null if none came. */
  callbacks: Callbacks | null;
  /** What it costs by the rate table that was valid when it was minted; null without a rate. */
  price: Price | null;
};

export function isOpen(state: AttemptState): boolean {
  return state !== 'ended' && state !== 'not-placed';
}

/** Whether nothing of it can have been sent yet: it has no permit. */
export function isUnsent(state: AttemptState): boolean {
  return state === 'minted' || state === 'preparing';
}
