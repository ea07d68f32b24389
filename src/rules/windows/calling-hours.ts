import { weekdays } from '../../domain/time/window-rules.ts';
import type { CallingRule } from '../../domain/time/calling-rule.ts';
import type { HolidayBook, WallDay } from './holidays.ts';
import { hoursBetween, weekdayOf } from './local-hours.ts';
import type { LocalHours } from './local-hours.ts';
import { intersection } from './openings.ts';

/** Returns the open hours of each weekday of a rule, Monday first. */
function weekOf({ hours }: CallingRule): readonly (readonly LocalHours[])[] {
  return weekdays.map((weekday) =>
    (hours[weekday] ?? []).flatMap((text) => {
      const [start = '', end = ''] = text.split('-');
      return hoursBetween(start, end) ?? [];
    }),
  );
}

/**
 * Returns the hours of a local day (in days since 1970-01-01) that all rules allow; null without rules. A public holiday is one
 * of the place of the rule, or of any part of it.
 */
export function callingHours({
  rules,
  holidays,
  wallDayOf,
}: {
  rules: readonly CallingRule[];
  holidays: Pick<HolidayBook, 'isHolidayInAnyPart'>;
  wallDayOf: (day: number) => WallDay;
}): ((day: number) => readonly LocalHours[]) | null {
  if (rules.length === 0) return null;
  const weeks = rules.map(weekOf);
  const week = weekdays.map((_, index) =>
    weeks.map((one) => one[index] ?? []).reduce((left, right) => intersection(left, right)),
  );
  const closing = rules.filter((rule) => rule.holidays).map(({ region }) => region);
  return (day) => {
    const wallDay = wallDayOf(day);
    if (closing.some((region) => holidays.isHolidayInAnyPart({ region, ...wallDay }))) return [];
    return week[weekdayOf(day)] ?? [];
  };
}

/** How many attempts a person may have by the rules of a place. Infinite without a cap. */
export type PlaceCaps = { maxPer24Hours: number; maxPerWeek: number; maxPer30Days: number };

/** Returns the lowest caps of some rules. */
export function placeCaps(rules: readonly CallingRule[]): PlaceCaps {
  const lowest = (cap: keyof CallingRule['caps']): number =>
    Math.min(Number.POSITIVE_INFINITY, ...rules.map(({ caps }) => caps[cap] ?? Number.POSITIVE_INFINITY));
  return {
    maxPer24Hours: lowest('per24Hours'),
    maxPerWeek: lowest('perWeek'),
    maxPer30Days: lowest('per30Days'),
  };
}
