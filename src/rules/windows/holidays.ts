import Holidays from 'date-holidays';

/** A local calendar day. `month` and `day` count from 1. */
export type WallDay = { year: number; month: number; day: number };

/** The public holidays. `region` is a country, or a country and a state: `FR`, `US-CA`. */
export type HolidayBook = {
  /** Whether it is a holiday of the whole country, or, with a state, of the state or of any part of it. */
  isHoliday: (input: WallDay & { region: string }) => boolean;
  /**
   * As `isHoliday`, but a country without a state includes the holidays of all its states, because the contact may be
   * in any of them.
   */
  isHolidayInAnyPart: (input: WallDay & { region: string }) => boolean;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const dayKey = ({ year, month, day }: WallDay): number => (year * 100 + month) * 100 + day;

/** Returns the days that a holiday covers, counted since the epoch. A part of a day counts as a whole day. */
function daysOf({ date, start, end }: { date: string; start: Date; end: Date }): number[] {
  const [day = '', time = '00:00:00'] = date.split(' ');
  const begins = Date.parse(`${day}T${time}Z`);
  // One hour of tolerance: a holiday with a clock change has 23 or 25 hours.
  const ends = begins + (end.getTime() - start.getTime()) - hourMs;
  const first = Math.floor(begins / dayMs);
  const last = Math.max(first, Math.ceil(ends / dayMs) - 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

type Part = { country: string; state?: string; district?: string };

function daysOfYear({ country, state, district, year }: Part & { year: number }): number[] {
  const options = { types: ['public' as const] };
  const known = !state
    ? new Holidays(country, options)
    : district
      ? new Holidays(country, state, district, options)
      : new Holidays(country, state, options);
  // A holiday of several days can begin in the year before.
  return [year - 1, year].flatMap((wanted) =>
    known.getHolidays(wanted).flatMap((holiday) =>
      daysOf(holiday).map((at) => {
        const date = new Date(at * dayMs);
        return dayKey({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
      }),
    ),
  );
}

/** Parts of a country with their own calling codes. A number of the country is never in one of them. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  FR: ['BL', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT'],
  GB: ['ALD'],
};

function partsOf({ region, everyState }: { region: string; everyState: boolean }): Part[] {
  const [country = '', named] = region.split('-');
  const book = new Holidays();
  const states = Object.keys(book.getStates(country) ?? {}).filter(
    (state) => named === state || (everyState && named === undefined && !elsewhere[country]?.includes(state)),
  );
  const inStates = states.flatMap((state): Part[] => [
    { country, state },
    ...Object.keys(book.getRegions(country, state) ?? {}).map((district) => ({ country, state, district })),
  ]);
  return [{ country }, ...inStates];
}

/** Whether the public holidays of a region (`FR`, `US-CA`) are known. */
export function isHolidayRegion(region: string): boolean {
  const [country = '', state] = region.split('-');
  const known = new Holidays();
  if (!Object.hasOwn(known.getCountries(), country)) return false;
  return state === undefined || Object.hasOwn(known.getStates(country) ?? {}, state);
}

/**
 * Creates the holidays from the date-holidays package. An unknown state counts as its country; an unknown country has
 * no holidays. The days are cached per region and year.
 */
export function createHolidays(): HolidayBook {
  const wholes = createYears({ everyState: false });
  const anyParts = createYears({ everyState: true });
  return {
    isHoliday: ({ region, ...day }) => wholes({ region, year: day.year }).has(dayKey(day)),
    isHolidayInAnyPart: ({ region, ...day }) => anyParts({ region, year: day.year }).has(dayKey(day)),
  };
}

function createYears({ everyState }: { everyState: boolean }) {
  const years = new Map<string, ReadonlySet<number>>();
  return ({ region, year }: { region: string; year: number }): ReadonlySet<number> => {
    const key = `${region} ${year}`;
    let days = years.get(key);
    if (!days) {
      const parts = partsOf({ region, everyState });
      years.set(key, (days = new Set(parts.flatMap((part) => daysOfYear({ ...part, year })))));
    }
    return days;
  };
}
