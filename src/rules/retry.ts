import type { RetryPolicy } from '../domain/campaign/campaign-definition.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import { toMs } from '../domain/time/duration.ts';
import type { WaitReason } from '../domain/contact/enrollment.ts';
import { rollingWait } from './person/attempt-caps.ts';
import type { AttemptCaps, AttemptCounts } from './person/attempt-caps.ts';
import { attemptsOn } from './person/day-count.ts';
import type { Window } from './windows/windows.ts';

/** A backoff in numbers. Delays are in milliseconds; `jitter` is the random share of a delay. */
export type BackoffMs = { first: number; factor: number; max: number; jitter: number };

/** Returns the backoff after a disposition: that of the policy, with the values of `on` for this disposition. */
export function backoffOf({
  policy,
  disposition,
}: {
  policy: RetryPolicy;
  disposition: Disposition;
}): BackoffMs {
  const { backoff } = policy;
  const own = policy.on[disposition] ?? {};
  return {
    first: toMs(own.first ?? backoff.first),
    factor: own.factor ?? backoff.factor,
    max: toMs(own.max ?? backoff.max),
    jitter: own.jitter ?? backoff.jitter,
  };
}

/**
 * Returns the delay in milliseconds after the attempt with the number `stepAttempts` of a step: `first *
 * factor^(stepAttempts - 1)`, distributed evenly in a band of width `jitter` around it (0.2: from 10 % less to 10 %
 * more). The maximum is `max`. Near the maximum the band moves down instead of being cut, so that late retries do not
 * all start at the same time.
 */
export function backoffDelayMs({
  backoff,
  stepAttempts,
  random,
}: {
  backoff: BackoffMs;
  stepAttempts: number;
  random: () => number;
}): number {
  const { first, factor, max, jitter } = backoff;
  const middle = Math.min(first * factor ** Math.max(0, stepAttempts - 1), max / (1 + jitter / 2));
  return Math.round(middle * (1 + jitter * (random() - 0.5)));
}

/**
 * Returns when to retry after an attempt that ended at `endedAt` and is counted in `stepAttempts`. Windows are not
 * considered.
 */
export function retryDueAt({
  policy,
  disposition,
  stepAttempts,
  endedAt,
  random,
}: {
  policy: RetryPolicy;
  disposition: Disposition;
  stepAttempts: number;
  endedAt: number;
  random: () => number;
}): number {
  return endedAt + backoffDelayMs({ backoff: backoffOf({ policy, disposition }), stepAttempts, random });
}

/** A due time moves over no more days or periods than this. Each move is later than the one before. */
const mostMoves = 16;

/**
 * Moves a due time into the next open window at which the caps of the person allow an attempt. If the attempts of that
 * local day are used up, it moves to the first opening of the next day, and the reason is `attempts.per-day`; if those of 24
 * hours or of seven days are, to the first opening after the earliest of them no longer counts. If the window never opens,
 * the due time does not change: dispatch skips closed calendars.
 */
export function placeDue({
  dueAt,
  reason,
  window,
  counts,
  caps,
}: {
  dueAt: number;
  /** The reason of the wait, if only the due time is in the way. */
  reason: WaitReason;
  window: Window;
  counts: AttemptCounts;
  caps: AttemptCaps;
}): { dueAt: number; waitReason: WaitReason } {
  const opening = window.nextOpening(dueAt);
  if (opening === null) return { dueAt, waitReason: reason };
  let placed = { dueAt: opening, waitReason: reason };
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const wait = waitFrom({ at: placed.dueAt, window, counts, caps });
    if (wait === null) break;
    placed = { dueAt: window.nextOpening(wait.until) ?? wait.until, waitReason: wait.waitReason };
  }
  return placed;
}

/** Returns until when the caps of a person allow no attempt at an instant, and the cap that lasts longest, or null. */
export function waitFrom({
  at,
  window,
  counts,
  caps,
}: {
  at: number;
  window: Window;
  counts: AttemptCounts;
  caps: AttemptCaps;
}): { until: number; waitReason: WaitReason } | null {
  const rolling = rollingWait({ counts, caps, at });
  if (attemptsOn({ ...counts, today: window.localDay(at) }) < caps.maxPerDay) return rolling;
  const until = window.nextDay(at);
  return rolling && rolling.until > until ? rolling : { until, waitReason: 'attempts.per-day' };
}
