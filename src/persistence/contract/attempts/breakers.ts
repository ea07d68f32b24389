import type { Breaker, BreakerReading } from '../../../domain/breaker.ts';

/**
 * Outcomes to add to the time slice of a breaker that begins at `at`. They are added to the stored ones without a
 * condition, so that campaigns that share a breaker do not conflict.
 */
export type NotedOutcomes = { key: string; at: number; outcomes: number; faults: number };

/** Reads circuit breakers. Only turns change them: see `Turn.breakers` and `Turn.outcomes`. */
export type BreakerStore = {
  /**
   * Returns the breakers of these keys with their stored outcomes, in the order of the keys. A breaker that was never
   * stored is returned as closed, with revision 0. Slices that are further than `breakerSpanMs` from the newest slice
   * can be missing.
   */
  readBreakers: (keys: readonly string[]) => Promise<readonly BreakerReading[]>;
  /** Returns every stored breaker, sorted by key. */
  listBreakers: () => Promise<readonly Breaker[]>;
};
