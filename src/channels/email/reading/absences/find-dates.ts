import { monthOf, monthPattern } from './months.ts';

/** A date in a text. `other` is the second reading of a date such as 5/6. */
export type FoundDate = { at: number; end: number; day: Day; other: Day | null; words: string };
/** Without a year, the text has none. */
export type Day = { year: number | null; month: number; day: number };

const year = String.raw`(20\d\d|\d{2})`;
const patterns: readonly {
  pattern: RegExp;
  read: (groups: readonly (string | undefined)[]) => Reading | undefined;
}[] = [
  {
    pattern: /(?<!\d)(20\d\d)[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?(?!\d)/gu,
    read: ([y, m, d]) => one(y, m, d),
  },
  {
    pattern: /(?<!\d)(20\d\d)\s?[년.]\s?(\d{1,2})\s?[월.]\s?(\d{1,2})\s?일?(?!\d)/gu,
    read: ([y, m, d]) => one(y, m, d),
  },
  { pattern: /(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]/gu, read: ([m, d]) => one(undefined, m, d) },
  {
    pattern: /(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d{2})(?![\d:]))?/gu,
    read: ([d, m, y]) => one(y, m, d),
  },
  {
    pattern: /(?<![\d/-])(\d{1,2})([/-])(\d{1,2})(?:\2(20\d\d|\d{2}))?(?![\d/-])/gu,
    read: ([a, , b, y]) => either(a, b, y),
  },
  {
    pattern: new RegExp(String.raw`(20\d\d)\.?\s(${monthPattern})\.?\s(\d{1,2})(?!\d)`, 'gu'),
    read: ([y, m, d]) => named(d, m, y),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°|:e|-?го|\.)?\s?(?:of |de |d')?(?:the )?(${monthPattern})(?!\p{L})\.?,?(?:\s?(?:de |del )?${year}(?![\d:]))?`,
      'gu',
    ),
    read: ([d, m, y]) => named(d, m, y),
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})(${monthPattern})\.?\s(?:the )?(\d{1,2})(?:st|nd|rd|th)?\.?(?!\d)(?:,?\s(20\d\d))?`,
      'gu',
    ),
    read: ([m, d, y]) => named(d, m, y),
  },
];

type Reading = { day: Day; other: Day | null };

/** Returns the dates of a text in lower case, in order. Longer readings win where two overlap. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = [];
  for (const { pattern, read } of patterns)
    for (const match of text.matchAll(pattern)) {
      const reading = read(match.slice(1));
      const at = match.index;
      const end = at + match[0].length;
      if (reading === undefined || found.some((other) => at < other.end && end > other.at)) continue;
      found.push({ at, end, words: match[0].trim(), ...reading });
    }
  return found.toSorted((a, b) => a.at - b.at);
}

function one(y: string | undefined, m: string | undefined, d: string | undefined): Reading | undefined {
  const day = dayOf(y, Number(m), Number(d));
  return day === undefined ? undefined : { day, other: null };
}

function named(d: string | undefined, m: string | undefined, y: string | undefined): Reading | undefined {
  const month = monthOf(m ?? '');
  return month === undefined ? undefined : one(y, String(month), d);
}

/** 5/6 is the fifth of June or the sixth of May. `day` is the reading with the day first. */
function either(a: string | undefined, b: string | undefined, y: string | undefined): Reading | undefined {
  const dayFirst = dayOf(y, Number(b), Number(a));
  const monthFirst = dayOf(y, Number(a), Number(b));
  if (dayFirst === undefined || monthFirst === undefined || a === b) {
    const day = dayFirst ?? monthFirst;
    return day === undefined ? undefined : { day, other: null };
  }
  return { day: dayFirst, other: monthFirst };
}

function dayOf(y: string | undefined, month: number, day: number): Day | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const value = y === undefined ? null : Number(y) < 100 ? 2000 + Number(y) : Number(y);
  return new Date(Date.UTC(value ?? 2028, month - 1, day)).getUTCDate() === day
    ? { year: value, month, day }
    : undefined;
}
