import type { ZoneTime } from '../windows/zone-time.ts';

const hourMs = 3_600_000;

/**
 * The limits of starts; null is unlimited. `quotaZone` is the time zone whose calendar hours and days the quotas
 * count.
 */
export type EstimateLimits = {
  concurrent: number;
  perSecond: number;
  perHour: number | null;
  perDay: number | null;
  perHourUsed: number;
  perDayUsed: number;
  quotaZone: string;
  /** The caps of the coming days of sending, and the number of starts on the first of them. */
  warmUp?: { caps: readonly number[]; used: number };
};

/** The number of attempts that may start over time, by the lowest of all limits. */
export type Pace = {
  /** Starts per millisecond in the long run, without quotas. */
  rate: number;
  /**
   * Returns the milliseconds until `count` more attempts, or as many as the quotas allow, can start; Infinity if none
   * can.
   */
  timeFor: (count: number) => number;
  /** Advances time. With `idle` no contact uses it: unused starts expire and slots become free. */
  pass: (input: { to: number; idle: boolean }) => void;
  /** Returns the number of attempts that may start now. */
  free: () => number;
  use: (count: number) => void;
  /** Returns the next instant at which a quota is renewed; Infinity without quotas. */
  renewal: () => number;
};

/** Creates the pace of a play. A slot becomes free every `occupiedMs / concurrent` milliseconds on average. */
export function createPace({
  limits,
  zone,
  start,
  occupiedMs,
  inFlight,
}: {
  limits: EstimateLimits;
  zone: ZoneTime;
  start: number;
  occupiedMs: number;
  inFlight: number;
}): Pace {
  const { concurrent, perHour, perDay, warmUp = { caps: [], used: 0 } } = limits;
  const hasDays = perDay !== null || warmUp.caps.length > 0;
  const startRate = limits.perSecond / 1000;
  const slotRate = concurrent / occupiedMs;
  let now = start;
  let starts = 1;
  let slots = Math.max(0, concurrent - inFlight);
  let [hourLeft, dayLeft] = [
    perHour === null ? Infinity : perHour - limits.perHourUsed,
    Math.min(
      perDay === null ? Infinity : perDay - limits.perDayUsed,
      (warmUp.caps[0] ?? Infinity) - warmUp.used,
    ),
  ];
  let sendingDay = 0;
  let usedToday = warmUp.used;
  const hourEnd = (at: number): number => {
    const { offsetMs } = zone.spanAt(at);
    return (Math.floor((at + offsetMs) / hourMs) + 1) * hourMs - offsetMs;
  };
  let nextHour = perHour === null ? Infinity : hourEnd(start);
  let nextDay = hasDays ? zone.nextDay(start) : Infinity;
  /** Starts a new day. A day without starts does not count as a day of the warm-up. */
  const renewDay = (): void => {
    if (usedToday > 0) sendingDay += 1;
    usedToday = 0;
    dayLeft = Math.min(perDay ?? Infinity, warmUp.caps[sendingDay] ?? Infinity);
    nextDay = zone.nextDay(now);
  };

  return {
    rate: Math.min(startRate, slotRate),
    timeFor(wanted) {
      const count = Math.min(wanted, Math.floor(hourLeft), Math.floor(dayLeft));
      return count < 1 ? Infinity : Math.max(0, (count - starts) / startRate, (count - slots) / slotRate);
    },
    pass({ to, idle }) {
      starts = Math.min(idle ? 1 : Infinity, starts + (to - now) * startRate);
      slots = Math.min(idle ? concurrent : Infinity, slots + (to - now) * slotRate);
      now = to;
      if (perHour !== null && now >= nextHour) [hourLeft, nextHour] = [perHour, hourEnd(now)];
      if (now >= nextDay) renewDay();
    },
    free: () => Math.max(0, Math.floor(Math.min(starts, slots, hourLeft, dayLeft) + 1e-6)),
    use(count) {
      starts -= count;
      slots -= count;
      hourLeft -= count;
      dayLeft -= count;
      usedToday += count;
    },
    renewal: () => Math.min(nextHour, nextDay),
  };
}
