import type { Breaker, BreakerReading } from '../../../domain/breaker.ts';

/**
 * Outcomes to add to a breaker's slice of time that begins at `at`. They are added to what others note, without a
 * condition: campaigns that share a breaker do not hold each other up.
 */
export type NotedOutcomes = { key: string; at: number; outcomes: number; faults: number };

/** Circuit breakers. They are changed by turns only: see `Turn.breakers` and `Turn.outcomes`. */
export type BreakerStore = {
  /**
   * The breakers of these keys with the outcomes noted for them, in the order of the keys; one that was never stored reads
   * as closed, with revision 0. Slices further than `breakerSpanMs` from the newest may be missing.
   */
  readBreakers: (keys: readonly string[]) => Promise<readonly BreakerReading[]>;
  /** Every breaker that ever changed, by key. */
  listBreakers: () => Promise<readonly Breaker[]>;
};
