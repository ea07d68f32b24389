import type { CampaignDefinition, RetryPolicy } from '../domain/campaign/campaign-definition.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import { toMs } from '../domain/time/duration.ts';
import type { WaitReason } from '../domain/contact/enrollment.ts';
import { attemptsOn } from './day-count.ts';
import type { Window } from './windows/windows.ts';

/** A backoff in numbers: delays in milliseconds, `jitter` the share of a delay that is random. */
export type BackoffMs = { first: number; factor: number; max: number; jitter: number };

/** The backoff after a disposition: the policy's own, with what `on` says of that disposition over it. */
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
 * The delay after the `stepAttempts`-th attempt of a step: `first * factor^(stepAttempts - 1)`, spread evenly over a
 * band of the width `jitter` around it (0.2: 10 % less to 10 % more). At most `max`: near it the band moves down
 * instead of being cut, so that late retries do not come in one wave.
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

/** When to try again after an attempt that ended at `endedAt`; `stepAttempts` counts that one. Windows apart. */
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

/**
 * Moves a due time into the next open window, and on to the first opening of the recipient's next day if the attempts
 * of that day (`dayCount` of them on `day`, as the party counts) are used up; the reason is then `attempts-per-day`.
 * Where the window never opens the due time stays as it is: dispatch passes over closed calendars.
 */
export function placeDue({
  dueAt,
  reason,
  window,
  day,
  dayCount,
  maxPerDay,
}: {
  dueAt: number;
  /** Why somebody waits if nothing but the due time holds them. */
  reason: WaitReason;
  window: Window;
  /** The recipient's local day that `dayCount` belongs to, `YYYY-MM-DD`; null if nobody was tried yet. */
  day: string | null;
  dayCount: number;
  maxPerDay: number;
}): { dueAt: number; waitReason: WaitReason } {
  const opening = window.nextOpening(dueAt);
  if (opening === null) return { dueAt, waitReason: reason };
  const used = attemptsOn({ day, dayCount, today: window.localDay(opening) });
  if (used < maxPerDay) return { dueAt: opening, waitReason: reason };
  const nextDay = window.nextDay(opening);
  return { dueAt: window.nextOpening(nextDay) ?? nextDay, waitReason: 'attempts.per-day' };
}

const dayMs = 86_400_000;
/** The days of steps without delays of their own; later steps follow every seven days. */
const usualDays = [0, 3, 7];
const laterDelayDays = 7;

/** The distance in days of the step of that index from the one before, by a list of days from the first step. */
function daysBetween(days: readonly number[], step: number): number {
  const [before, day] = [days[step - 1], days[step]];
  return before === undefined || day === undefined ? laterDelayDays : day - before;
}

/**
 * The delay of the step of that index, from the end of the step before. The first has none; then the step's own `after`
 * wins over the campaign's default delay. A day is 24 hours.
 */
export function stepDelayMs({
  definition,
  step,
}: {
  definition: Pick<CampaignDefinition, 'steps' | 'sequences'>;
  step: number;
}): number {
  if (step === 0) return 0;
  const own = definition.steps[step]?.after ?? definition.sequences.defaultDelay ?? usualDays;
  return typeof own === 'string' ? toMs(own) : daysBetween(own, step) * dayMs;
}
