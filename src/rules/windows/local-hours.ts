import { weekdays, type SendWindow } from '../../domain/time/window-rules.ts';

/** Open hours of one local day, in milliseconds since its 00:00; `until` is exclusive. */
export type LocalHours = { from: number; until: number };

const dayMs = 86_400_000;

function toMs(time: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map(Number);
  return minutes < 60 ? (hours * 60 + minutes) * 60_000 : Number.NaN;
}

/** Returns the hours; null (closed) for invalid ones, with the end before the start or after 24:00. */
export function hoursBetween(start: string, end: string): LocalHours | null {
  const hours = { from: toMs(start), until: toMs(end) };
  return hours.from < hours.until && hours.until <= dayMs ? hours : null;
}

/** Returns the hours of each weekday, Monday first. `days` takes precedence over `start`, `end` and `skipWeekends`. */
export function weekHours(rules: SendWindow): readonly (LocalHours | null)[] {
  return weekdays.map((weekday, index) => {
    const own = rules.days[weekday];
    if (own === 'closed') return null;
    if (own !== undefined) {
      const [start = '', end = ''] = own.split('-');
      return hoursBetween(start, end);
    }
    return rules.skipWeekends && index >= 5 ? null : hoursBetween(rules.start, rules.end);
  });
}

/** Returns the weekday (0 is Monday) of a day, counted since 1970-01-01, which was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}
