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
  endWanted: false,
  details: null,
  callbacks: null,
} as const satisfies Partial<Attempt>;
