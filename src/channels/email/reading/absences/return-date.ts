import type { Headers } from '../mime/headers.ts';
import { joins, wordingOf } from './cues.ts';
import type { DateWording } from './cues.ts';
import { findDates } from './find-dates.ts';
import type { Day, FoundDate } from './find-dates.ts';
import { weekdayBack, weekdayBefore } from './weekdays.ts';

export type Absence = {
  /** The first day back as YYYY-MM-DD, or null if the mail names none. */
  returnsOn: string | null;
  /** Whether nothing decides between two dates: 5/6, a wrong weekday, a year that has passed. `returnsOn` is then null. */
  ambiguous: boolean;
  /** Why a person should look, or null: more than 92 days ahead, or before the mail. */
  review: 'far-ahead' | 'past' | null;
  /** What the date was read from. */
  readAs: { from: 'header' | 'text'; words: string; wording: DateWording } | null;
};

const day = 86_400_000;
export const farAheadDays = 92;
const nothing: Absence = { returnsOn: null, ambiguous: false, review: null, readAs: null };

/** Countries that write the month first. */
const monthFirst = new Set(['US', 'PH', 'BZ', 'FM', 'PW', 'MH', 'GU', 'PR', 'AS']);

export type ReturnDateInput = {
  headers: Headers;
  /** The subject and the text without quotes. */
  text: string;
  /** When the mail was written, in milliseconds since 1970. */
  sentAt: number;
  country: string | undefined;
};

/**
 * Returns when a person is back. The words around each date decide: "back on" and "not before" name the first day back.
 * "through", "bis einschließlich" and a plain "until" name the last day away, so that the next day is the first one back:
 * a message that comes a day late is read, one that comes a day early is not. A period ends with its last day away.
 */
export function readAbsence({ headers, text, sentAt, country }: ReturnDateInput): Absence {
  const machine = /enddate\s*=\s*"?(\d{4})-(\d{2})-(\d{2})/i.exec(headers.get('x-apple-criteria'));
  if (machine !== null) {
    const [words, y, m, d] = machine;
    const last = Date.UTC(Number(y), Number(m) - 1, Number(d));
    return result({ at: last + day, sentAt, readAs: { from: 'header', words, wording: 'through' } });
  }
  const lower = text.slice(0, 6_000).toLowerCase().replaceAll('’', "'").replaceAll(/\s+/g, ' ');
  const chosen = choose(worded(lower));
  if (chosen === undefined) return fromWeekday({ lower, sentAt });
  const { date, wording } = chosen;
  const readings = readingsOf({ date, sentAt, country, text: lower });
  const readAs = { from: 'text', words: date.words, wording } as const;
  const isOldYear = date.day.year !== null && date.day.year < new Date(sentAt).getUTCFullYear();
  const [reading = Number.NaN] = readings;
  if (readings.length > 1 || isOldYear || contradicts({ text: lower, date, at: reading }))
    return { ...nothing, ambiguous: true, readAs };
  return result({ at: wording === 'back' ? reading : reading + day, sentAt, readAs });
}

type Worded = { date: FoundDate; wording: DateWording | undefined };

function worded(text: string): Worded[] {
  const dates = findDates(text);
  return dates.map((date, index) => {
    const [previous, next] = [dates[index - 1], dates[index + 1]];
    const before = text.slice(Math.max(previous?.end ?? 0, date.at - 80), date.at);
    const between = previous === undefined ? undefined : text.slice(previous.end, date.at);
    return {
      date,
      wording: wordingOf({
        before: sentence(before),
        after: text.slice(date.end, date.end + 40),
        between,
        joinsNext: next !== undefined && joins.test(text.slice(date.end, next.at)),
      }),
    };
  });
}

/** The part after the last end of a sentence. A full stop after a number or one letter is none. */
function sentence(before: string): string {
  return before.split(/(?<=\p{L}{3})[.!?] |\n/u).at(-1) ?? '';
}

function choose(dates: readonly Worded[]): { date: FoundDate; wording: DateWording } | undefined {
  for (const wanted of ['back', 'through', 'until'] as const) {
    const found = dates.find(({ wording }) => wording === wanted);
    if (found !== undefined) return { date: found.date, wording: wanted };
  }
  return undefined;
}

/** Returns one instant, or two where nothing decides which number is the month. */
function readingsOf({
  date,
  sentAt,
  country,
  text,
}: {
  date: FoundDate;
  sentAt: number;
  country: string | undefined;
  text: string;
}): number[] {
  const first = instantOf(date.day, sentAt);
  if (date.other === null) return [first];
  const second = instantOf(date.other, sentAt);
  if (country !== undefined) return [monthFirst.has(country.toUpperCase()) ? second : first];
  if (/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(text)) return [second];
  // Outside East Asia only English is written where the month comes first.
  if (!/\b(?:the|until|back|office|will|return|through|pto)\b/.test(text)) return [first];
  if (/(?<!\d)(?:1[3-9]|2\d|3[01])[/-]\d{1,2}(?!\d)/.test(text)) return [first];
  if (/(?<!\d)\d{1,2}[/-](?:1[3-9]|2\d|3[01])(?!\d)/.test(text)) return [second];
  const likely = [first, second].filter((at) => at >= sentAt - day && at <= sentAt + farAheadDays * day);
  return likely.length === 1 ? likely : [first, second];
}

/** A date without a year is the next one: at most ten days before the mail, otherwise in the year after. */
function instantOf({ year, month, day: dayOfMonth }: Day, sentAt: number): number {
  if (year !== null) return Date.UTC(year, month - 1, dayOfMonth);
  const thisYear = Date.UTC(new Date(sentAt).getUTCFullYear(), month - 1, dayOfMonth);
  return thisYear < sentAt - 10 * day
    ? Date.UTC(new Date(sentAt).getUTCFullYear() + 1, month - 1, dayOfMonth)
    : thisYear;
}

/** Whether the weekday before a date is another one. */
function contradicts({ text, date, at }: { text: string; date: FoundDate; at: number }): boolean {
  const named = weekdayBefore(text.slice(Math.max(0, date.at - 30), date.at));
  return named !== undefined && named !== new Date(at).getUTCDay();
}

function fromWeekday({ lower, sentAt }: { lower: string; sentAt: number }): Absence {
  const found = weekdayBack({ text: lower, sentAt });
  if (found === undefined) return nothing;
  return result({ at: found.at, sentAt, readAs: { from: 'text', words: found.words, wording: 'back' } });
}

function result({ at, sentAt, readAs }: { at: number; sentAt: number; readAs: Absence['readAs'] }): Absence {
  if (Number.isNaN(at)) return nothing;
  const review = at > sentAt + farAheadDays * day ? 'far-ahead' : at < sentAt - day ? 'past' : null;
  return { returnsOn: new Date(at).toISOString().slice(0, 10), ambiguous: false, review, readAs };
}
