import { createZoneTimes } from '../windows/zone-time.ts';
import type { ZoneTimes } from '../windows/zone-time.ts';

const hourMs = 3_600_000;

/** The calendar hour and day for the quotas of one client, as texts, and the instants at which the next ones begin. */
export type QuotaPeriod = { hour: string; day: string; nextHourAt: number; nextDayAt: number };

/** Creates the reader of quota periods in a time zone. An unknown zone counts as UTC. */
export function createQuotaPeriods({
  timeZone,
  zones = createZoneTimes(),
}: {
  timeZone: string;
  zones?: ZoneTimes;
}): (at: number) => QuotaPeriod {
  const zone = zones(timeZone) ?? zones('UTC');
  if (!zone) throw new RangeError('the platform does not know the time zone UTC');
  return (at) => {
    const { offsetMs } = zone.spanAt(at);
    const local = at + offsetMs;
    const hour = new Date(local).toISOString().slice(0, 13);
    const nextHourAt = (Math.floor(local / hourMs) + 1) * hourMs - offsetMs;
    return { hour, day: hour.slice(0, 10), nextHourAt, nextDayAt: zone.nextDay(at) };
  };
}
