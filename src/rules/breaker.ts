import { isOpen } from '../domain/attempt/attempt.ts';
import type { Attempt } from '../domain/attempt/attempt.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';

/** The outcomes, and the provider faults among them, in one slice of time that begins at `at`. */
export type BreakerBucket = { at: number; outcomes: number; faults: number };

/** The recent outcomes of a circuit breaker, oldest slice first. Plain data, which can be stored in a snapshot. */
export type BreakerWindow = { buckets: readonly BreakerBucket[] };

/**
 * The breaker opens when there are at least `outcomes` outcomes within `spanMs`, and at least `share` of them are
 * faults of the provider.
 */
export const breakerPolicy = {
  spanMs: 120_000,
  bucketMs: 5_000,
  outcomes: 10,
  share: 0.5,
  probe: { firstMs: 30_000, factor: 2, maxMs: 600_000, attempts: 3 },
} as const;

export const emptyBreaker: BreakerWindow = { buckets: [] };

/** Returns the slices that are at least partly within the span. */
function within({ buckets }: BreakerWindow, at: number): BreakerBucket[] {
  const since = at - breakerPolicy.spanMs;
  return buckets.filter((bucket) => bucket.at + breakerPolicy.bucketMs > since && bucket.at <= at);
}

/**
 * Outcomes can arrive a little out of order. A slice that is further in the future comes from a clock that was set
 * back later.
 */
const isPossible = (bucket: BreakerBucket, at: number): boolean => bucket.at <= at + breakerPolicy.spanMs;

/** Returns the window with one more outcome, without the slices outside the span. Outcomes may arrive out of order. */
export function recordOutcome({
  window,
  at,
  fault,
}: {
  window: BreakerWindow;
  at: number;
  fault: boolean;
}): BreakerWindow {
  const start = Math.floor(at / breakerPolicy.bucketMs) * breakerPolicy.bucketMs;
  const known = { buckets: window.buckets.filter((bucket) => isPossible(bucket, at)) };
  const newest = Math.max(at, known.buckets.at(-1)?.at ?? at);
  const buckets = within(known, newest);
  const index = buckets.findIndex((bucket) => bucket.at === start);
  const own = buckets[index] ?? { at: start, outcomes: 0, faults: 0 };
  const grown = { at: start, outcomes: own.outcomes + 1, faults: own.faults + (fault ? 1 : 0) };
  if (index >= 0) buckets[index] = grown;
  else buckets.push(grown);
  return { buckets: buckets.sort((left, right) => left.at - right.at) };
}

export function isTripped({ window, at }: { window: BreakerWindow; at: number }): boolean {
  let [outcomes, faults] = [0, 0];
  for (const bucket of within(window, at)) {
    outcomes += bucket.outcomes;
    faults += bucket.faults;
  }
  return outcomes >= breakerPolicy.outcomes && faults >= outcomes * breakerPolicy.share;
}

/**
 * Returns the instant from which attempts are probes. An instant further away than any delay comes from a clock that
 * was set back later: it is ignored, and a probe is due.
 */
export function probeDueAt({
  probeAt,
  failedProbes,
  now,
}: {
  probeAt: number | null;
  failedProbes: number;
  now: number;
}): number {
  const latest = now + (probeDelayMs(failedProbes) ?? breakerPolicy.probe.maxMs);
  return probeAt === null || probeAt > latest ? 0 : probeAt;
}

/**
 * Whether an open attempt is a probe without a result. The result of an attempt with an unknown fate is "no answer".
 * It may stay open for a long time and must not delay the next probe.
 */
export function isProbe({
  channels,
  attempt: { channel, state },
}: {
  channels: Pick<Channels, 'contacts'>;
  attempt: Pick<Attempt, 'channel' | 'state'>;
}): boolean {
  return channels.contacts(channel) && isOpen(state) && state !== 'unknown';
}

/**
 * Returns the delay before the next probe; null after three failed probes, when the campaign pauses until an operator
 * acts.
 */
export function probeDelayMs(failedProbes: number): number | null {
  const { firstMs, factor, maxMs, attempts } = breakerPolicy.probe;
  return failedProbes >= attempts ? null : Math.min(firstMs * factor ** failedProbes, maxMs);
}
