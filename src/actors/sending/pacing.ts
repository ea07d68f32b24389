import type { Cancel, Clock } from '../../platform/clock.ts';

/**
 * One limit on starts: in any rolling second of business time at most so many. `0.5` is one in any two seconds, `3.5`
 * four in any 8/7 of a second: rounded up and the time with it, so that the long run keeps to it as well.
 */
export type Pace = { scope: string; perSecond: number };

/**
 * When a start counts: as it is sent, which is all that a sender on a real clock can know; or not before it is
 * answered, so that the provider cannot have taken too many in one second however long the way there takes. The
 * second costs one way there and back per round of starts. It is for a business clock that runs fast, where a few
 * milliseconds of a busy machine are half a second.
 */
export type PaceFrom = 'sent' | 'answered';

/** When waiting has become pointless: a permit runs out by the system clock. */
export type Lapse = { clock: Clock; at: number };

/** The last word on rates, at the socket, whatever was reserved. */
export type Pacer = {
  /**
   * Resolves at the earliest instant at or after `notBefore` at which all these paces allow a start; false if `lapse`
   * came first. Whoever has lapsed holds nobody up any more.
   */
  turn: (input: { paces: readonly Pace[]; notBefore: number; lapse?: Lapse }) => Promise<boolean>;
  /** Notes a start now; false, noting nothing, if it would be one too many. */
  start: (input: { attempt: string; paces: readonly Pace[] }) => boolean;
  /** The provider has answered a start, or nobody waits for its answer any more. */
  answered: (attempt: string) => void;
};

/** A lapse on its way, and who is told of it. */
type Lapsing = { isOver: boolean; tell: () => void; cancel: Cancel };

/** Timed once, by elapsed time: a clock that is set back while somebody waits must not give them longer. */
function startLapsing(lapse: Lapse | undefined): Lapsing {
  const lapsing: Lapsing = { isOver: false, tell: () => undefined, cancel: () => undefined };
  if (lapse) {
    lapsing.cancel = lapse.clock.at(lapse.at, () => {
      lapsing.isOver = true;
      lapsing.tell();
    });
  }
  return lapsing;
}

/** Rates at which a round of starts (as many as are allowed in a second) takes `marginMs` longer than it must. */
export function withMargin<Cap extends { perSecond: number | null }>({
  caps,
  marginMs,
}: {
  caps: readonly Cap[];
  marginMs: number;
}): Cap[] {
  return caps.map((cap) => {
    if (cap.perSecond === null) return cap;
    const count = Math.ceil(cap.perSecond);
    return { ...cap, perSecond: (count * 1000) / ((count * 1000) / cap.perSecond + marginMs) };
  });
}

/** A clock tells whole milliseconds: two starts that are a second apart by it may be a little less apart. */
const tickMs = 1;

/** `at` is the instant it counts from; infinite as long as nobody can tell. Somebody may still wait for their turn. */
type Start = { at: number; isWaiting: boolean };
type Starts = Map<string, Start[]>;

/** When `starts`, or those of them in line before one, allow the next. */
function earliest({
  starts,
  paces,
  marginMs,
  before,
}: {
  starts: Starts;
  paces: readonly Pace[];
  marginMs: number;
  before?: Start;
}): number {
  let free = Number.NEGATIVE_INFINITY;
  for (const { scope, perSecond } of paces) {
    const count = Math.ceil(perSecond);
    const past = starts.get(scope) ?? [];
    const limiting = past[(before ? past.lastIndexOf(before) : past.length) - count];
    if (limiting) free = Math.max(free, limiting.at + (count / perSecond) * 1000 + marginMs);
  }
  return free;
}

/** Starts of a clock that has been set back since lie in the future: they count from now. */
function bringBack(starts: Starts, now: number): void {
  for (const line of starts.values()) {
    for (const start of line) {
      const isPast = !start.isWaiting && start.at < Number.POSITIVE_INFINITY;
      if (isPast) start.at = Math.min(start.at, now);
    }
  }
}

function note({ starts, paces, start }: { starts: Starts; paces: readonly Pace[]; start: Start }): void {
  for (const { scope, perSecond } of paces) {
    const past = starts.get(scope) ?? [];
    past.push(start);
    const count = Math.ceil(perSecond);
    if (past.length > count * 2 + 8) {
      const waiting = past.findIndex(({ isWaiting }) => isWaiting);
      past.splice(0, Math.max(0, (waiting === -1 ? past.length : waiting) - count));
    }
    starts.set(scope, past);
  }
}

/**
 * Turns are booked with `marginMs` more distance than the pace asks for, so that a timer which fires a little early or
 * late does not make the start itself one too many.
 */
export function createPacer({
  business,
  marginMs,
  from,
}: {
  business: Clock;
  marginMs: () => number;
  from: PaceFrom;
}): Pacer {
  const booked: Starts = new Map();
  const started: Starts = new Map();
  const unanswered = new Map<string, Start>();
  /** Those who wait look again, in the order of the line, when one of them is called. */
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    for (const look of waiting) look();
  };
  let isMovingUp = false;
  let lastNow = Number.NEGATIVE_INFINITY;

  /** Reads the clock, which may have been set back. */
  const readClock = (): number => {
    const now = business.now();
    if (now < lastNow) for (const starts of [booked, started]) bringBack(starts, now);
    lastNow = now;
    return now;
  };

  const book = (paces: readonly Pace[], notBefore: number): Start => {
    const at = Math.max(notBefore, earliest({ starts: booked, paces, marginMs: marginMs() }));
    const start = { at, isWaiting: true };
    note({ starts: booked, paces, start });
    return start;
  };
  const giveUp = (paces: readonly Pace[], start: Start): void => {
    for (const { scope } of paces) {
      const line = booked.get(scope) ?? [];
      if (line.includes(start)) line.splice(line.indexOf(start), 1);
    }
    // Whoever stood behind it had booked as if it would start: a line that never moved up would be late for ever.
    if (isMovingUp) return;
    isMovingUp = true;
    business.at(business.now(), () => {
      isMovingUp = false;
      wakeAll();
    });
  };

  /** Waits for an instant, an answer where it is infinite, or a shorter line; false if the lapse came first. */
  const waitFor = (at: number, lapsing: Lapsing): Promise<boolean> =>
    new Promise((resolve) => {
      const cancels: Cancel[] = [];
      const look = (): void => end(true);
      const end = (isInTime: boolean): void => {
        for (const cancel of cancels) cancel();
        waiting.delete(look);
        lapsing.tell = () => undefined;
        resolve(isInTime);
      };
      waiting.add(look);
      lapsing.tell = () => end(false);
      if (at < Number.POSITIVE_INFINITY) cancels.push(business.at(at, look));
    });

  return {
    async turn({ paces, notBefore, lapse }) {
      readClock();
      const mine = book(paces, notBefore);
      const lapsing = startLapsing(lapse);
      for (;;) {
        const now = readClock();
        // Those before may have started later than they had booked.
        const at = Math.max(
          notBefore,
          earliest({ starts: started, paces, marginMs: tickMs }),
          earliest({ starts: booked, paces, marginMs: marginMs(), before: mine }),
        );
        if (at <= now) {
          mine.isWaiting = false;
          lapsing.cancel();
          return true;
        }
        if (at < Number.POSITIVE_INFINITY) mine.at = at;
        if (!lapsing.isOver && (await waitFor(at, lapsing))) continue;
        giveUp(paces, mine);
        return false;
      }
    },
    start({ attempt, paces }) {
      const now = readClock();
      if (earliest({ starts: started, paces, marginMs: tickMs }) > now) return false;
      const start = { at: from === 'sent' ? now : Number.POSITIVE_INFINITY, isWaiting: false };
      if (from === 'answered') unanswered.set(attempt, start);
      note({ starts: started, paces, start });
      return true;
    },
    answered(attempt) {
      const start = unanswered.get(attempt);
      if (!start) return;
      start.at = readClock();
      unanswered.delete(attempt);
      wakeAll();
    },
  };
}
