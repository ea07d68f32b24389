import { isTimeZone } from '../../domain/time/time-zone.ts';

const dayMs = 86_400_000;
/** The number of days that are searched for clock changes at once. */
const blockDays = 32;
const blockMs = blockDays * dayMs;

/** A period in which the offset of a zone from UTC does not change; `until` is exclusive. */
export type OffsetSpan = { from: number; until: number; offsetMs: number };

/** The local time of one IANA time zone, from the tz database of the platform (Intl). */
export type ZoneTime = {
  timeZone: string;
  /** Returns the period of constant offset at `at`. A long period may be returned in several parts. */
  spanAt: (at: number) => OffsetSpan;
  /** Returns the local day of `at`, in days since 1970-01-01. */
  dayAt: (at: number) => number;
  /** Returns the first instant after `at` with a later local day. */
  nextDay: (at: number) => number;
};

/** Returns the local time of a zone: the same object for the same zone; null if the platform does not know it. */
export type ZoneTimes = (timeZone: string) => ZoneTime | null;

function createOffsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  };
}

/**
 * Splits [from, until) at its clock changes, to the second. It assumes that no zone changes its offset and reverts it
 * within a day.
 */
function offsetSpans({ from, until, offsetAt }: OffsetSearch): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let open = { from, offsetMs: offsetAt(from) };
  for (let at = from; at < until; at += dayMs) {
    const later = at + dayMs;
    const offsetMs = offsetAt(later);
    if (offsetMs === open.offsetMs) continue;
    let [before, after] = [at / 1000, later / 1000];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle * 1000) === open.offsetMs) before = middle;
      else after = middle;
    }
    spans.push({ ...open, until: after * 1000 });
    open = { from: after * 1000, offsetMs };
  }
  if (open.from < until) spans.push({ ...open, until });
  return spans;
}
type OffsetSearch = { from: number; until: number; offsetAt: (at: number) => number };

function createZoneTime(timeZone: string): ZoneTime {
  const offsetAt = createOffsetReader(timeZone);
  const blocks = new Map<number, readonly OffsetSpan[]>();

  const spanAt = (at: number): OffsetSpan => {
    const block = Math.floor(at / blockMs);
    let spans = blocks.get(block);
    if (!spans) {
      const from = block * blockMs;
      blocks.set(block, (spans = offsetSpans({ from, until: from + blockMs, offsetAt })));
    }
    const span = spans.find(({ until }) => at < until);
    if (!span) throw new RangeError(`not an instant: ${at}`);
    return span;
  };
  const dayIn = (at: number, span: OffsetSpan): number => Math.floor((at + span.offsetMs) / dayMs);

  return {
    timeZone,
    spanAt,
    dayAt: (at) => dayIn(at, spanAt(at)),
    nextDay(at) {
      const today = dayIn(at, spanAt(at));
      for (let span = spanAt(at); ; span = spanAt(span.until)) {
        // If a clock change skips midnight, the new day begins with the span, not at 00:00.
        const starts = Math.max(span.from, (today + 1) * dayMs - span.offsetMs);
        if (starts > at && starts < span.until) return starts;
      }
    },
  };
}

/**
 * Returns the instant at which the clocks of a zone show a local time, both in milliseconds. In an hour that a clock change
 * skips or repeats it is one of the two possible instants.
 */
export function instantOfLocal({ spanAt }: Pick<ZoneTime, 'spanAt'>, local: number): number {
  const guess = local - spanAt(local).offsetMs;
  return local - spanAt(guess).offsetMs;
}

/**
 * Creates the time zones of one process. Each is read once. Returns null for names that `readTimeZone` refuses:
 * unknown names, and abbreviations and offsets, which earlier versions stored and which platforms interpret
 * differently.
 */
export function createZoneTimes(): ZoneTimes {
  const zones = new Map<string, ZoneTime | null>();
  const open = (timeZone: string): ZoneTime | null => {
    if (!isTimeZone(timeZone)) return null;
    try {
      return createZoneTime(timeZone);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  return (timeZone) => {
    const known = zones.get(timeZone);
    if (known !== undefined) return known;
    const zone = open(timeZone);
    zones.set(timeZone, zone);
    return zone;
  };
}
