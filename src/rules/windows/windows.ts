import { calendarKey, type Calendar, type SendWindow } from '../../domain/time/window-rules.ts';
import type { CallingRule, CallingRules } from '../../domain/time/calling-rule.ts';
import { placeCaps } from './calling-hours.ts';
import type { PlaceCaps } from './calling-hours.ts';
import { planWindow, type WindowPlan } from './day-plans.ts';
import type { HolidayBook } from './holidays.ts';
import { intersection, openingsOf, type Opening } from './openings.ts';
import { createZoneTimes, type ZoneTime, type ZoneTimes } from './zone-time.ts';

/** The local hours in which a contact may be contacted. Instants are milliseconds since the epoch, in UTC. */
export type Window = {
  isOpen: (at: number) => boolean;
  /** Returns `at` if the window is open, otherwise the next opening; null if there is none within 400 days. */
  nextOpening: (at: number) => number | null;
  /** Returns the end of the opening at `at`; null if the window is closed at `at`, or stays open for 400 days. */
  closing: (at: number) => number | null;
  /** Returns the recipient's local day, `YYYY-MM-DD`; with several zones, that of the first one by name. */
  localDay: (at: number) => string;
  /** Returns the start of the recipient's next local day. */
  nextDay: (at: number) => number;
  /**
   * The deciding zone, for answers. Of several zones it is the westernmost, which opens last. `UTC` if none is known.
   */
  timeZone: string;
  /** The calling rules that it keeps, and their caps. */
  calling: readonly CallingRule[];
  caps: PlaceCaps;
};

const dayMs = 86_400_000;
const blockMs = 32 * dayMs;
export const windowHorizonMs = 400 * dayMs;

type Period = Opening & { open: boolean };

/**
 * Creates the lookup of the open or closed period at an instant. Openings are computed in blocks of time and cached;
 * the last periods are remembered too.
 */
function createTimeline({ plans }: WindowPlan): (at: number) => Period {
  const blocks = new Map<number, readonly Opening[]>();

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
  const find = (at: number): Period => {
    const block = Math.floor(at / blockMs);
    let closedFrom = block * blockMs;
    for (const { from, until } of openingsIn(block)) {
      if (at < from) return { from: closedFrom, until: from, open: false };
      if (at < until) return { from, until, open: true };
      closedFrom = until;
    }
    return { from: closedFrom, until: (block + 1) * blockMs, open: false };
  };
  return remembering(find);
}

/** Returns the end of the open or closed period at `at`, across blocks; null if it is beyond the horizon. */
function changeAfter(timeline: (at: number) => Period, at: number): number | null {
  const { open, until } = timeline(at);
  for (let edge = until; edge <= at + windowHorizonMs;) {
    const next = timeline(edge);
    if (next.open !== open) return edge;
    edge = next.until;
  }
  return null;
}

function createDays(home: ZoneTime): Pick<Window, 'localDay' | 'nextDay'> {
  const dayOf = remembering((at: number) => {
    const span = home.spanAt(at);
    const day = home.dayAt(at);
    return {
      from: Math.max(span.from, day * dayMs - span.offsetMs),
      until: Math.min(span.until, (day + 1) * dayMs - span.offsetMs),
      text: new Date(day * dayMs).toISOString().slice(0, 10),
    };
  });
  return { nextDay: (at) => home.nextDay(at), localDay: (at) => dayOf(at).text };
}

/** How many answers are remembered: a turn asks about today, and about the days of retries and of next steps. */
const answersKept = 4;

/** Returns the same function, which remembers its last answers: each is true from `from` until `until`. */
function remembering<Answer extends Opening>(find: (at: number) => Answer): (at: number) => Answer {
  let known: readonly Answer[] = [];
  return (at) => {
    for (const answer of known) if (at >= answer.from && at < answer.until) return answer;
    const found = find(at);
    known = [found, ...known.slice(0, answersKept - 1)];
    return found;
  };
}

/** An arbitrary instant for the order of zones from west to east: 1 January 2026. */
const orderingInstant = Date.UTC(2026, 0, 1);

function westernmost(zones: readonly ZoneTime[], home: ZoneTime): ZoneTime {
  return zones.reduce(
    (west, zone) =>
      zone.spanAt(orderingInstant).offsetMs < west.spanAt(orderingInstant).offsetMs ? zone : west,
    zones[0] ?? home,
  );
}

/** Creates a window that is always closed. Its days are those of UTC, which every platform knows. */
function createClosedWindow(zones: ZoneTimes): Window {
  const utc = zones('UTC');
  if (!utc) throw new RangeError('the platform does not know the time zone UTC');
  return {
    isOpen: () => false,
    nextOpening: () => null,
    closing: () => null,
    ...createDays(utc),
    timeZone: utc.timeZone,
    calling: [],
    caps: placeCaps([]),
  };
}

/**
 * Creates the window of one calendar. It is open only while it is open in every zone in which the recipient may be.
 * Without a known zone and a fallback it is always closed. `isOpen` is fast enough to be called for every contact.
 */
export function createWindow({ zones = createZoneTimes(), calling: known, ...rest }: WindowInput): Window {
  const calling = known?.of(rest.calendar.regions) ?? [];
  const plan = planWindow({ ...rest, zones, calling });
  if (!plan) return createClosedWindow(zones);
  const timeline = createTimeline(plan);
  return {
    isOpen: (at) => timeline(at).open,
    nextOpening: (at) => (timeline(at).open ? at : changeAfter(timeline, at)),
    closing: (at) => (timeline(at).open ? changeAfter(timeline, at) : null),
    ...createDays(plan.home),
    timeZone: westernmost(plan.deciding, plan.home).timeZone,
    calling,
    caps: placeCaps(calling),
  };
}
export type WindowInput = {
  /** The calling rules of the places where the recipient may be; none by default. */
  calling?: CallingRules | null;
  rules: SendWindow;
  calendar: Calendar;
  holidays: HolidayBook;
  /** Shared between windows, so that each zone is read once. See `createWindows`. */
  zones?: ZoneTimes;
};

/** Creates the windows for the rules of one campaign: one per calendar, created when first needed. */
export function createWindows({
  zones = createZoneTimes(),
  ...rest
}: Omit<WindowInput, 'calendar'>): (calendar: Calendar) => Window {
  const windows = new Map<string, Window>();
  return (calendar) => {
    const key = calendarKey(calendar);
    let window = windows.get(key);
    if (!window) windows.set(key, (window = createWindow({ ...rest, calendar, zones })));
    return window;
  };
}
