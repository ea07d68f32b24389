import type { ZoneTime } from './zone-time.ts';

const dayMs = 86_400_000;

/**
 * Returns the first instant after `after` at which the clock of a zone shows a minute of the day. A time that a change of
 * the clocks skips is the instant at which it would have been, by the clock before the change.
 */
export function nextLocalTime({
  zone: { dayAt, spanAt },
  minuteOfDay,
  after,
}: {
  zone: ZoneTime;
  minuteOfDay: number;
  after: number;
}): number {
  for (let day = dayAt(after); ; day += 1) {
    const local = day * dayMs + minuteOfDay * 60_000;
    const instant = local - spanAt(local - spanAt(after).offsetMs).offsetMs;
    if (instant > after) return instant;
  }
}
