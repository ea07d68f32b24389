import { breakerSpanMs } from '../domain/breaker.ts';
import type { Breaker, BreakerBucket, Probe } from '../domain/breaker.ts';

/**
 * A breaker opens when there are at least `outcomes` outcomes within the span, and at least `share` of them are faults of
 * the provider.
 */
export const breakerPolicy = {
  bucketMs: 5_000,
  outcomes: 10,
  share: 0.5,
  /** `pauseAfter`: failed probes after which a campaign that only waits for the provider pauses itself. */
  probe: { firstMs: 30_000, factor: 2, maxMs: 600_000, pauseAfter: 3, lastsMs: 900_000 },
} as const;

/** Returns the slice of time in which an outcome of this instant is counted. */
export function bucketAt(at: number): number {
  return Math.floor(at / breakerPolicy.bucketMs) * breakerPolicy.bucketMs;
}

/**
 * Whether the outcomes up to `at` open a closed breaker. A slice counts as long as any of it lies within the span; slices
 * in the future come from a clock that was set back.
 */
export function isTripped({
  breaker,
  buckets,
  at,
}: {
  breaker: Pick<Breaker, 'since'>;
  buckets: readonly BreakerBucket[];
  at: number;
}): boolean {
  const from = at - breakerSpanMs - breakerPolicy.bucketMs;
  // The breaker may have been closed by a clock that was set back since.
  const since = breaker.since > at ? 0 : breaker.since;
  let [outcomes, faults] = [0, 0];
  for (const bucket of buckets) {
    if (bucket.at <= from || bucket.at > at || bucket.at < since) continue;
    outcomes += bucket.outcomes;
    faults += bucket.faults;
  }
  return outcomes >= breakerPolicy.outcomes && faults >= outcomes * breakerPolicy.share;
}

/** Returns the delay of the next probe after a failure. */
export function probeDelayMs(failedProbes: number): number {
  const { firstMs, factor, maxMs } = breakerPolicy.probe;
  return Math.min(firstMs * factor ** failedProbes, maxMs);
}

type Change = Omit<Breaker, 'rev'>;
type Failure = Change & { probeAt: number };

export function opened(breaker: Breaker, at: number): Failure {
  return {
    ...breaker,
    open: true,
    failedProbes: 0,
    probeAt: at + probeDelayMs(0),
    probe: null,
    failedAt: at,
  };
}

export function probeFailed(breaker: Breaker, at: number): Failure {
  const failedProbes = breaker.failedProbes + 1;
  return { ...breaker, failedProbes, probeAt: at + probeDelayMs(failedProbes), probe: null, failedAt: at };
}

/** Returns the breaker after a successful probe. Earlier outcomes do not count any more. */
export function closed(breaker: Breaker, at: number): Change {
  const since = bucketAt(at) + breakerPolicy.bucketMs;
  return { ...breaker, open: false, failedProbes: 0, probeAt: null, probe: null, since };
}

export function probeTaken(
  breaker: Breaker,
  { campaign, attempt, at }: { campaign: string; attempt: string; at: number },
): Change {
  return { ...breaker, probe: { campaign, attempt, until: at + breakerPolicy.probe.lastsMs } };
}

/**
 * Returns the breaker after a probe without a result about the provider, for example one that was not sent: the right
 * is free again.
 */
export function probeReturned(breaker: Breaker): Change {
  return { ...breaker, probe: null };
}

/**
 * Whether a right to probe is valid. A right that expires later than any right can was stored before the clock was
 * set back.
 */
export function isProbing(probe: Probe | null, at: number): probe is Probe {
  return probe !== null && probe.until > at && probe.until <= at + breakerPolicy.probe.lastsMs;
}

/** The effect of a breaker on a campaign at an instant. */
export type BreakerStanding =
  | { kind: 'closed' }
  /** Nothing starts before `until`. */
  | { kind: 'waiting'; until: number }
  /** A probe is open. The right to probe expires at `until`. */
  | { kind: 'probing'; until: number }
  /** One touch may be sent, as a probe. */
  | { kind: 'due' };

/**
 * `resumedAt`: when an operator resumed the campaign. If that is not before the last failure, a probe is due at once. A
 * probe is also due if the next one is further away than any delay: that instant comes from a clock that was set back.
 */
export function breakerStanding({
  breaker: { open, probe, probeAt, failedAt, failedProbes },
  resumedAt,
  at,
}: {
  breaker: Breaker;
  resumedAt: number | null;
  at: number;
}): BreakerStanding {
  if (!open) return { kind: 'closed' };
  if (isProbing(probe, at)) return { kind: 'probing', until: probe.until };
  const isLookedAfter = resumedAt !== null && resumedAt >= (failedAt ?? 0);
  const isWaiting = probeAt !== null && probeAt > at && probeAt <= at + probeDelayMs(failedProbes);
  return isWaiting && !isLookedAfter ? { kind: 'waiting', until: probeAt } : { kind: 'due' };
}

/** Whether the last of too many failed probes came after the campaign was started or resumed, at `since`. */
export function isGivenUp({ breaker, since }: { breaker: Breaker; since: number }): boolean {
  const { open, failedProbes, failedAt } = breaker;
  return open && failedProbes >= breakerPolicy.probe.pauseAfter && (failedAt ?? 0) > since;
}
