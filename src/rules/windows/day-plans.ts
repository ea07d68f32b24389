import type { CallingRule } from '../../domain/time/calling-rule.ts';
import type { Calendar, SendWindow } from '../../domain/time/window-rules.ts';
import { callingHours } from './calling-hours.ts';
import type { HolidayBook, WallDay } from './holidays.ts';
import { weekdayOf, weekHours } from './local-hours.ts';
import type { LocalHours } from './local-hours.ts';
import type { DayPlan } from './openings.ts';
import type { ZoneTime, ZoneTimes } from './zone-time.ts';

const dayMs = 86_400_000;
const wholeDay = [{ from: 0, until: dayMs }];
const closed: readonly LocalHours[] = [];

/** The conditions of an open window, all of which must hold, and the zone of the recipient's days. */
export type WindowPlan = { plans: readonly DayPlan[]; home: ZoneTime; deciding: readonly ZoneTime[] };

/**
 * Returns the zones of the recipient. An unknown zone is replaced with the fallback; null if there is none, and the
 * window is then closed. The zones are sorted as in the key of a calendar, because calendars with the same key share
 * a window.
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
    const wallDay = wallDayOf(day);
    return regions.some((region) => isClosed({ region, ...wallDay }));
  };
}

function wallDayOf(day: number): WallDay {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export type PlanInput = {
  rules: SendWindow;
  calendar: Calendar;
  holidays: HolidayBook;
  zones: ZoneTimes;
  /** The rules of the places where the recipient may be. */
  calling: readonly CallingRule[];
};

/**
 * Returns what determines the hours of a calendar under the rules of a campaign; null if no zone is known, and the
 * window is then always closed. With a fixed zone the hours are those of that zone, but a holiday of the recipient is
 * still a day in the recipient's own zone, and so are the hours of calling rules.
 */
export function planWindow(input: PlanInput): WindowPlan | null {
  const { rules } = input;
  const week = weekHours(rules).map((hours) => hours && [hours]);
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
      if (holidayZones.includes(zone) && isHoliday(day)) return closed;
      return deciding.includes(zone) ? (week[weekdayOf(day)] ?? closed) : wholeDay;
    },
  }));
  const hoursOn = callingHours({ rules: input.calling, holidays: input.holidays, wallDayOf });
  const legal = hoursOn ? (own ?? deciding).map((zone): DayPlan => ({ zone, hoursOn })) : [];
  return { plans: [...plans, ...legal], home, deciding };
}
