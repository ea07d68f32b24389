import Holidays from 'date-holidays';

/** A day by the calendar on the wall: `month` and `day` count from 1. */
export type WallDay = { year: number; month: number; day: number };

/** Knows public holidays. `region` is a country or a country and a state: `FR`, `US-CA`; null: none is known. */
export type HolidayBook = { isHoliday: (input: WallDay & { region: string | null }) => boolean };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const dayKey = ({ year, month, day }: WallDay): number => (year * 100 + month) * 100 + day;

/** Days since the epoch on which a holiday begins, and how many it covers; a part of a day counts as the whole day. */
function daysOf({ date, start, end }: { date: string; start: Date; end: Date }): number[] {
  const [day = '', time = '00:00:00'] = date.split(' ');
  const begins = Date.parse(`${day}T${time}Z`);
  // An hour of grace: a holiday on which the clocks change lasts 23 or 25 hours.
  const ends = begins + (end.getTime() - start.getTime()) - hourMs;
  const first = Math.floor(begins / dayMs);
  const last = Math.max(first, Math.ceil(ends / dayMs) - 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function daysOfYear({ region, year }: { region: string; year: number }): ReadonlySet<number> {
  const [country = '', state] = region.split('-');
  const options = { types: ['public' as const] };
  const known = state ? new Holidays(country, state, options) : new Holidays(country, options);
  const keys = new Set<number>();
  // A holiday of several days can begin in the year before.
  for (const wanted of [year - 1, year]) {
    for (const holiday of known.getHolidays(wanted)) {
      for (const at of daysOf(holiday)) {
        const date = new Date(at * dayMs);
        keys.add(
          dayKey({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }),
        );
      }
    }
  }
  return keys;
}

/** Whether public holidays of a country, or of a country and a state, are known: `FR`, `US-CA`. */
export function isHolidayRegion(region: string): boolean {
  const [country = '', state] = region.split('-');
  const known = new Holidays();
  if (!Object.hasOwn(known.getCountries(), country)) return false;
  return state === undefined || Object.hasOwn(known.getStates(country) ?? {}, state);
}

/**
 * Public holidays from the date-holidays package. A state it does not know counts as its country; a country it does
 * not know has none. Remembers each region's year.
 */
export function createHolidays(): HolidayBook {
  const years = new Map<string, ReadonlySet<number>>();
  return {
    isHoliday({ region, year, month, day }) {
      if (region === null) return false;
      const key = `${region} ${year}`;
      let days = years.get(key);
      if (!days) years.set(key, (days = daysOfYear({ region, year })));
      return days.has(dayKey({ year, month, day }));
    },
  };
}
