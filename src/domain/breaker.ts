/** The right to send one touch while a circuit breaker is open, and the business time at which it expires. */
export type Probe = { campaign: string; attempt: string; until: number };

/**
 * A circuit breaker: one row per channel, provider and account, shared by all campaigns that send by that account. Open:
 * the provider failed too often, and only single probes are sent until one succeeds. Times are business time (ms).
 */
export type Breaker = {
  /** `<channel> <provider> <account>`. */
  key: string;
  /** Incremented by each change; 0 for a breaker that was never stored. */
  rev: number;
  open: boolean;
  failedProbes: number;
  /** The time from which a probe may be sent; null while closed. */
  probeAt: number | null;
  /** The attempt that has the right to probe. */
  probe: Probe | null;
  /** When it opened or the last probe failed; null if neither has happened. */
  failedAt: number | null;
  /** Outcomes before this time are not counted. */
  since: number;
};

/** Outcomes of attempts, and faults of the provider among them, in one slice of time that begins at `at`. */
export type BreakerBucket = { at: number; outcomes: number; faults: number };

/** A breaker with the recent outcomes of all campaigns, the oldest first. */
export type BreakerReading = { breaker: Breaker; buckets: readonly BreakerBucket[] };

/**
 * A change of a breaker, on condition that its stored revision is still `expectedRev`. `breaker.rev` is the new
 * revision.
 */
export type BreakerChange = { breaker: Breaker; expectedRev: number };

/** How far back outcomes count, in ms; older ones need not be kept. */
export const breakerSpanMs = 120_000;

export function closedBreaker(key: string): Breaker {
  return {
    key,
    rev: 0,
    open: false,
    failedProbes: 0,
    probeAt: null,
    probe: null,
    failedAt: null,
    since: 0,
  };
}
