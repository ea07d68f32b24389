import type { Calendar, SendWindow } from '../../domain/time/window-rules.ts';
import type { HolidayBook } from './holidays.ts';
import { weekdayOf, weekHours } from './local-hours.ts';
import type { DayPlan } from './openings.ts';
import type { ZoneTime, ZoneTimes } from './zone-time.ts';

const dayMs = 86_400_000;
const wholeDay = { from: 0, until: dayMs };

/** The conditions that must all hold for a window to be open, and the zone whose days are the recipient's. */
export type WindowPlan = { plans: readonly DayPlan[]; home: ZoneTime; deciding: readonly ZoneTime[] };

/**
 * An unknown zone counts as the fallback; null when there is none, for what is unknown is closed. Sorted, as in the
 * key of a calendar: calendars with one key have one window.
 */
function recipientZones({ rules, calendar, zones }: PlanInput): ZoneTime[] | null {
  const fallback = rules.fallbackTimezone === undefined ? null : zones(rules.fallbackTimezone);
  if (calendar.zones.length === 0) return fallback && [fallback];
  const known = [...calendar.zones].sort().map((name) => zones(name) ?? fallback);
  return known.includes(null) ? null : [...new Set(known.filter((zone) => zone !== null))];
}

function holidayTest({ rules, calendar, holidays }: PlanInput): (day: number) => boolean {
  if (rules.holidays === 'none') return () => false;
  const { isClosed, regions } =
    rules.holidays === 'recipient'
      ? { isClosed: holidays.isHolidayInAnyPart, regions: calendar.regions }
      : { isClosed: holidays.isHoliday, regions: [rules.holidays] };
  return (day) => {
    const date = new Date(day * dayMs);
    const wallDay = {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
    };
    return regions.some((region) => isClosed({ region, ...wallDay }));
  };
}

export type PlanInput = { rules: SendWindow; calendar: Calendar; holidays: HolidayBook; zones: ZoneTimes };

/**
 * What decides a calendar's hours under a campaign's rules; null: nothing is known, closed for ever. With a fixed
 * zone the hours are those of that zone, but a recipient's holiday is still a day of the recipient's own.
 */
export function planWindow(input: PlanInput): WindowPlan | null {
  const { rules } = input;
  const week = weekHours(rules);
  const isHoliday = holidayTest(input);
  const own = recipientZones(input);
  const fixed = rules.timezone === 'recipient' ? null : input.zones(rules.timezone);
  const deciding = fixed ? [fixed] : rules.timezone === 'recipient' ? own : null;
  const home = own?.[0] ?? deciding?.[0];
  if (!deciding || !home) return null;

  const holidayZones = rules.holidays === 'recipient' ? (own ?? deciding) : deciding;
  const plans = [...new Set([...deciding, ...holidayZones])].map((zone): DayPlan => ({
    zone,
    hoursOn(day) {
      if (holidayZones.includes(zone) && isHoliday(day)) return null;
      return deciding.includes(zone) ? (week[weekdayOf(day)] ?? null) : wholeDay;
    },
  }));
  return { plans, home, deciding };
}
