import { isOpen } from '../domain/attempt/attempt.ts';
import type { Attempt } from '../domain/attempt/attempt.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';

/** Outcomes and provider faults among them in one slice of time that begins at `at`. */
export type BreakerBucket = { at: number; outcomes: number; faults: number };

/** What a circuit breaker remembers: plain data, oldest slice first, good for a snapshot. */
export type BreakerWindow = { buckets: readonly BreakerBucket[] };

/** Trips when at least `share` of at least `outcomes` outcomes within `spanMs` are the provider's faults. */
export const breakerPolicy = {
  spanMs: 120_000,
  bucketMs: 5_000,
  outcomes: 10,
  share: 0.5,
  probe: { firstMs: 30_000, factor: 2, maxMs: 600_000, attempts: 3 },
} as const;

export const emptyBreaker: BreakerWindow = { buckets: [] };

/** A slice counts as long as any of it lies within the span. */
function within({ buckets }: BreakerWindow, at: number): BreakerBucket[] {
  const since = at - breakerPolicy.spanMs;
  return buckets.filter((bucket) => bucket.at + breakerPolicy.bucketMs > since && bucket.at <= at);
}

/** Later than any outcome can be that comes a little out of order: noted by a clock that was set back since. */
const isPossible = (bucket: BreakerBucket, at: number): boolean => bucket.at <= at + breakerPolicy.spanMs;

/** The window with one more outcome; slices out of the span are gone. Outcomes may come out of order. */
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
 * From when on attempts are probes. An instant further away than any delay was set by a clock that has been set back
 * since: it is disregarded, and a probe is due.
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
 * Whether an open attempt is a probe whose result is awaited. One of unknown fate has had its result: no answer. It may
 * stay open for a long time, and must not keep the next probe from being sent.
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

/** How long to wait before the next probe; null after three failed ones: give up, a person must look. */
export function probeDelayMs(failedProbes: number): number | null {
  const { firstMs, factor, maxMs, attempts } = breakerPolicy.probe;
  return failedProbes >= attempts ? null : Math.min(firstMs * factor ** failedProbes, maxMs);
}
