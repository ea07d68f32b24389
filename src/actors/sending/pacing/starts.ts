import { periodMs, startsPerPeriod } from './pace.ts';
import type { Pace } from './pace.ts';

/**
 * A start that counts against a pace. `at` is the instant from which it counts; infinite if that is not known yet.
 * `isWaiting`: it has not been sent yet. `limitsMs`: how long it limits others, by the slowest of its paces; set by
 * `addStart`.
 */
export type Start = { at: number; isWaiting: boolean; limitsMs?: number };

/** The starts of each scope, in the order in which they were booked or made. */
export type Starts = Map<string, Start[]>;

/** Returns when the paces allow the next start after `starts`, or after those of them that are before `before`. */
export function earliestStart({
  starts,
  paces,
  marginMs,
  before,
}: {
  starts: Starts;
  paces: readonly Pace[];
  marginMs: number;
  before?: Start;
}): number {
  let free = Number.NEGATIVE_INFINITY;
  for (const { scope, perSecond } of paces) {
    const line = starts.get(scope) ?? [];
    const count = before ? line.lastIndexOf(before) : line.length;
    const limiting = line[count - startsPerPeriod(perSecond)];
    if (limiting) free = Math.max(free, limiting.at + periodMs(perSecond) + marginMs);
  }
  return free;
}

/**
 * Adds a start to the line of each pace, and drops the starts that limit no other start any more. Campaigns come and go,
 * so scopes without any others are dropped, too.
 */
export function addStart({
  starts,
  paces,
  start,
  now,
}: {
  starts: Starts;
  paces: readonly Pace[];
  start: Start;
  now: number;
}): void {
  start.limitsMs = Math.max(...paces.map(({ perSecond }) => periodMs(perSecond)));
  for (const { scope, perSecond } of paces) {
    const line = starts.get(scope) ?? [];
    line.push(start);
    const count = startsPerPeriod(perSecond);
    if (line.length > count * 2 + 8) {
      const waiting = line.findIndex(({ isWaiting }) => isWaiting);
      line.splice(0, Math.max(0, (waiting === -1 ? line.length : waiting) - count));
    }
    if (!starts.has(scope) && isTimeToDrop(starts.size)) dropIdle(starts, now);
    starts.set(scope, line);
  }
}

/** At powers of two, so that the cost of a drop is shared by as many new scopes as it looks at. */
const isTimeToDrop = (scopes: number): boolean => scopes >= 16 && (scopes & (scopes - 1)) === 0;

/** More than any margin by which starts are booked further apart than their pace requires. */
const spareMs = 5_000;

function dropIdle(starts: Starts, now: number): void {
  for (const [scope, line] of starts)
    if (line.every(({ at, isWaiting, limitsMs = 0 }) => !isWaiting && at + limitsMs + spareMs < now))
      starts.delete(scope);
}

/** Removes a start from the line of each pace. */
export function removeStart({
  starts,
  paces,
  start,
}: {
  starts: Starts;
  paces: readonly Pace[];
  start: Start;
}): void {
  for (const { scope } of paces) {
    const line = starts.get(scope) ?? [];
    if (line.includes(start)) line.splice(line.indexOf(start), 1);
  }
}

/** After the clock was set back, past starts have a time in the future. They count from `now`. */
export function bringBack(starts: Starts, now: number): void {
  for (const line of starts.values()) {
    for (const start of line) {
      const isPast = !start.isWaiting && start.at < Number.POSITIVE_INFINITY;
      if (isPast) start.at = Math.min(start.at, now);
    }
  }
}
