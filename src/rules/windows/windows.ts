import { calendarKey, type Calendar, type SendWindow } from '../../domain/time/window-rules.ts';
import { planWindow, type WindowPlan } from './day-plans.ts';
import type { HolidayBook } from './holidays.ts';
import { intersection, openingsOf, type Opening } from './openings.ts';
import { createZoneTimes, type ZoneTime, type ZoneTimes } from './zone-time.ts';

/** The local hours in which a contact may be contacted. Instants are milliseconds since the epoch, in UTC. */
export type Window = {
  isOpen: (at: number) => boolean;
  /** `at` itself if open, else when it opens; null if it does not within 400 days. */
  nextOpening: (at: number) => number | null;
  /** When the opening around `at` ends; null if closed at `at`, or if it stays open for 400 days. */
  closing: (at: number) => number | null;
  /** The recipient's local day, `YYYY-MM-DD`; with several zones that of the first by name. */
  localDay: (at: number) => string;
  /** The start of the recipient's next local day. */
  nextDay: (at: number) => number;
  /** The zone that decides, to name in answers; of several the westernmost, which opens last. `UTC` if none is known. */
  timeZone: string;
};

const dayMs = 86_400_000;
const blockMs = 32 * dayMs;
export const windowHorizonMs = 400 * dayMs;

type Stretch = Opening & { open: boolean };

/** Reads the opening hours block by block, each block once; the answer for the last stretch asked for is kept. */
function createTimeline({ plans }: WindowPlan): (at: number) => Stretch {
  const blocks = new Map<number, readonly Opening[]>();
  let last: Stretch = { from: 0, until: 0, open: false };

  const openingsIn = (block: number): readonly Opening[] => {
    const known = blocks.get(block);
    if (known) return known;
    const range = { from: block * blockMs, until: (block + 1) * blockMs };
    const openings = plans
      .map((plan) => openingsOf({ plan, ...range }))
      .reduce((left, right) => intersection(left, right), [range]);
    blocks.set(block, openings);
    return openings;
  };
  const find = (at: number): Stretch => {
    const block = Math.floor(at / blockMs);
    let closedFrom = block * blockMs;
    for (const { from, until } of openingsIn(block)) {
      if (at < from) return { from: closedFrom, until: from, open: false };
      if (at < until) return { from, until, open: true };
      closedFrom = until;
    }
    return { from: closedFrom, until: (block + 1) * blockMs, open: false };
  };
  return (at) => (at >= last.from && at < last.until ? last : (last = find(at)));
}

/** The end of the open or closed time around `at`, across blocks; null if it is beyond the horizon. */
function changeAfter(timeline: (at: number) => Stretch, at: number): number | null {
  const { open, until } = timeline(at);
  for (let edge = until; edge <= at + windowHorizonMs;) {
    const next = timeline(edge);
    if (next.open !== open) return edge;
    edge = next.until;
  }
  return null;
}

function createDays(home: ZoneTime): Pick<Window, 'localDay' | 'nextDay'> {
  let last = { from: 0, until: 0, text: '' };
  return {
    nextDay: (at) => home.nextDay(at),
    localDay(at) {
      if (at >= last.from && at < last.until) return last.text;
      const span = home.spanAt(at);
      const day = home.dayAt(at);
      last = {
        from: Math.max(span.from, day * dayMs - span.offsetMs),
        until: Math.min(span.until, (day + 1) * dayMs - span.offsetMs),
        text: new Date(day * dayMs).toISOString().slice(0, 10),
      };
      return last.text;
    },
  };
}

/** Any instant serves to order zones from west to east; this is 1 January 2026. */
const orderingInstant = Date.UTC(2026, 0, 1);

function westernmost(zones: readonly ZoneTime[], home: ZoneTime): ZoneTime {
  return zones.reduce(
    (west, zone) =>
      zone.spanAt(orderingInstant).offsetMs < west.spanAt(orderingInstant).offsetMs ? zone : west,
    zones[0] ?? home,
  );
}

/** Days still pass for somebody who can never be contacted; UTC is the one zone every platform knows. */
function createClosedWindow(zones: ZoneTimes): Window {
  const utc = zones('UTC');
  if (!utc) throw new RangeError('the platform does not know the time zone UTC');
  return {
    isOpen: () => false,
    nextOpening: () => null,
    closing: () => null,
    ...createDays(utc),
    timeZone: utc.timeZone,
  };
}

/**
 * The window of one calendar. Open only while it is open in every zone the recipient may be in; without any known
 * zone (and no fallback) closed for ever. `isOpen` is made to be asked all the time.
 */
export function createWindow({ zones = createZoneTimes(), ...rest }: WindowInput): Window {
  const plan = planWindow({ ...rest, zones });
  if (!plan) return createClosedWindow(zones);
  const timeline = createTimeline(plan);
  return {
    isOpen: (at) => timeline(at).open,
    nextOpening: (at) => (timeline(at).open ? at : changeAfter(timeline, at)),
    closing: (at) => (timeline(at).open ? changeAfter(timeline, at) : null),
    ...createDays(plan.home),
    timeZone: westernmost(plan.deciding, plan.home).timeZone,
  };
}
export type WindowInput = {
  rules: SendWindow;
  calendar: Calendar;
  holidays: HolidayBook;
  /** Shared between windows to read each zone once; see `createWindows`. */
  zones?: ZoneTimes;
};

/** The windows of one campaign's rules: one per calendar, made when first asked for. */
export function createWindows({
  rules,
  holidays,
  zones = createZoneTimes(),
}: Omit<WindowInput, 'calendar'>): (calendar: Calendar) => Window {
  const windows = new Map<string, Window>();
  return (calendar) => {
    const key = calendarKey(calendar);
    let window = windows.get(key);
    if (!window) windows.set(key, (window = createWindow({ rules, calendar, holidays, zones })));
    return window;
  };
}
