import { evidenceRanks } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';

/** What is stored of an attempt about which nothing is known yet. */
export const nothingKnown = {
  progress: null,
  disposition: null,
  outcome: null,
  evidence: evidenceRanks.none,
  placed: false,
  receipt: null,
  providerId: null,
  cause: null,
  fault: null,
  counts: true,
  placedAt: null,
  reachedAt: null,
  endedAt: null,
  checkAt: null,
  searchUntil: null,
  permitUntil: null,
  surplusId: null,
  callBackAt: null,
  correction: null,
  endWanted: false,
  details: null,
  callbacks: null,
  price: null,
} as const satisfies Partial<Attempt>;

/** A call that was minted, and of which nothing is known. Its state is left out. */
export const mintedCall = {
  id: 'att_1',
  campaign: 'cmp_1',
  position: 1,
  contact: 'con_1',
  step: 0,
  number: 1,
  stepNumber: 1,
  channel: 'voice',
  address: '+12025550101',
  sender: '+12025550100',
  ...nothingKnown,
  mintedAt: 0,
} as const satisfies Partial<Attempt>;
