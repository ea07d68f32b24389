import type { ZoneTime } from '../windows/zone-time.ts';

const hourMs = 3_600_000;

/** What limits the starts; null is unlimited. `quotaZone`: whose calendar hours and days the quotas count. */
export type EstimateLimits = {
  concurrent: number;
  perSecond: number;
  perHour: number | null;
  perDay: number | null;
  perHourUsed: number;
  perDayUsed: number;
  quotaZone: string;
  /** The caps of the coming days of sending, and what was started on the first of them. */
  warmUp?: { caps: readonly number[]; used: number };
};

/** How many attempts may start as time goes by, by the smallest of all limits. */
export type Pace = {
  /** Starts per millisecond in the long run, quotas apart. */
  rate: number;
  /** How long it takes until `count` more, or as many as the quotas still allow, can start; Infinity if none. */
  timeFor: (count: number) => number;
  /** Lets time pass; with `idle`, nobody uses it: starts lapse, slots come free. */
  pass: (input: { to: number; idle: boolean }) => void;
  /** Whole attempts that may start now. */
  free: () => number;
  use: (count: number) => void;
  /** When a quota is renewed next; Infinity without quotas. */
  renewal: () => number;
};

/** A slot comes free on average every `occupiedMs / concurrent`. */
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
  /** A day on which nothing started is none of the warm-up. */
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
