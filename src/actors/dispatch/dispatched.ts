import type { Waiting } from '../../machines/campaign/campaign-machine.ts';
import type { Taken } from './take-slots.ts';

/** What a dispatch has done, and what it waits for. */
export type Dispatched = {
  /** Why nothing can start now; null if something can start or has started. */
  waiting: Waiting | null;
  /** Business time of the next check, if nothing happens before. */
  lookAgainAt: number | null;
  /** Whether more work can be done at once. */
  again: boolean;
  /**
   * Whether a shared limit is used up by others. The campaign checks again as soon as one of them takes or returns
   * slots.
   */
  starved: boolean;
  /** Whether contacts wait for a circuit breaker. The campaign checks again as soon as one changes. */
  awaitsBreaker: boolean;
  taken: readonly Taken[];
  /** Whether a canary start is under way that no further contact of the list can join. */
  isCanaryFull: boolean;
};

/** Nothing was checked, and nothing prevents a start. */
export const notDispatched: Dispatched = {
  waiting: null,
  lookAgainAt: null,
  again: false,
  starved: false,
  awaitsBreaker: false,
  taken: [],
  isCanaryFull: false,
};
