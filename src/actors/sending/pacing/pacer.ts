import type { Cancel, Clock } from '../../../platform/clock.ts';
import { startLapse } from './lapse.ts';
import type { Lapse, RunningLapse } from './lapse.ts';
import { periodMs, startsPerPeriod } from './pace.ts';
import type { Pace } from './pace.ts';
import { addStart, bringBack, earliestStart, removeStart } from './starts.ts';
import type { Start, Starts } from './starts.ts';

/**
 * The time from which a start counts. `sent`: when it is sent, which is all that a sender on a real clock can know.
 * `answered`: not before it is answered. Then the provider cannot have accepted too many starts in one second, however
 * long requests take, at the cost of one round trip per period. It is for a fast business clock, on which a few
 * milliseconds of a busy machine are half a second.
 */
export type PaceFrom = 'sent' | 'answered';

/** The last check of rates, at the socket, regardless of reservations. */
export type Pacer = {
  /**
   * Resolves with true at the earliest instant at or after `notBefore` at which all these paces allow a start. Resolves
   * with false if `lapse` comes first; the booking is then removed and delays no other start.
   */
  turn: (input: { paces: readonly Pace[]; notBefore: number; lapse?: Lapse }) => Promise<boolean>;
  /** Records a start now. Returns false and records nothing if a pace does not allow it. */
  start: (input: { attempt: string; paces: readonly Pace[] }) => boolean;
  /** Returns the earliest instant from which evenly spaced starts keep the pace after those that were made. */
  freeAt: (pace: Pace) => number;
  /** Records that the provider has answered a start, or that its answer is not awaited any more. */
  answered: (attempt: string) => void;
};

type PacerInput = { business: Clock; marginMs: () => number; from: PaceFrom };

type Line = PacerInput & {
  booked: Starts;
  started: Starts;
  /** The callbacks of waiting starts. They run in the order of the line when the line moves. */
  waiting: Set<() => void>;
  isMovingUp: boolean;
  lastNow: number;
};

/**
 * A clock has a resolution of one millisecond: two starts that are one second apart by the clock can be a little
 * closer.
 */
const tickMs = 1;

/**
 * Creates a pacer. Starts are booked `marginMs` further apart than the pace requires, so that a timer that fires a
 * little early or late does not break the pace.
 */
export function createPacer(input: PacerInput): Pacer {
  const line: Line = {
    ...input,
    booked: new Map(),
    started: new Map(),
    waiting: new Set(),
    isMovingUp: false,
    lastNow: Number.NEGATIVE_INFINITY,
  };
  const unanswered = new Map<string, Start>();
  return {
    turn: (wanted) => waitForTurn(line, wanted),
    start({ attempt, paces }) {
      const now = readClock(line);
      if (earliestStart({ starts: line.started, paces, marginMs: tickMs }) > now) return false;
      const start = { at: line.from === 'sent' ? now : Number.POSITIVE_INFINITY, isWaiting: false };
      if (line.from === 'answered') unanswered.set(attempt, start);
      addStart({ starts: line.started, paces, start, now });
      return true;
    },
    freeAt: (pace) => freeAt(line, pace),
    answered(attempt) {
      const start = unanswered.get(attempt);
      if (!start) return;
      start.at = readClock(line);
      unanswered.delete(attempt);
      moveUp(line);
    },
  };
}

/** Reads the clock, which may have been set back. */
function readClock(line: Line): number {
  const now = line.business.now();
  if (now < line.lastNow) for (const starts of [line.booked, line.started]) bringBack(starts, now);
  line.lastNow = now;
  return now;
}

/** The last start delays the next one by its share of the period, and each start before it by one share more. */
function freeAt(line: Line, { scope, perSecond }: Pace): number {
  const now = readClock(line);
  const count = startsPerPeriod(perSecond);
  const shareMs = (periodMs(perSecond) + line.marginMs() + tickMs) / count;
  const made = (line.started.get(scope) ?? []).slice(-count);
  const free = made.map(({ at }, index) => Math.min(at, now) + shareMs * (made.length - index));
  return Math.ceil(Math.max(...free));
}

function moveUp({ waiting }: Line): void {
  for (const look of waiting) look();
}

async function waitForTurn(
  line: Line,
  { paces, notBefore, lapse }: Parameters<Pacer['turn']>[0],
): Promise<boolean> {
  readClock(line);
  const own = book(line, paces, notBefore);
  // Most starts need not wait, so they need no timer.
  let running: RunningLapse | null = null;
  for (;;) {
    const now = readClock(line);
    // Starts before it in the line may have been later than booked.
    const at = Math.max(
      notBefore,
      earliestStart({ starts: line.started, paces, marginMs: tickMs }),
      earliestStart({ starts: line.booked, paces, marginMs: line.marginMs(), before: own }),
    );
    if (at <= now) {
      own.isWaiting = false;
      running?.cancel();
      return true;
    }
    if (at < Number.POSITIVE_INFINITY) own.at = at;
    running ??= startLapse(lapse);
    if (!running.isOver && (await isInTime({ line, at, running }))) continue;
    giveUp(line, paces, own);
    return false;
  }
}

function book({ booked, marginMs, lastNow }: Line, paces: readonly Pace[], notBefore: number): Start {
  const at = Math.max(notBefore, earliestStart({ starts: booked, paces, marginMs: marginMs() }));
  const start = { at, isWaiting: true };
  addStart({ starts: booked, paces, start, now: lastNow });
  return start;
}

/** Waits for the instant `at`, or until the line moves. Resolves with false if the lapse comes first. */
function isInTime({
  line: { waiting, business },
  at,
  running,
}: {
  line: Line;
  at: number;
  running: RunningLapse;
}): Promise<boolean> {
  return new Promise((resolve) => {
    const cancels: Cancel[] = [];
    const look = (): void => end(true);
    const end = (isEarlier: boolean): void => {
      for (const cancel of cancels) cancel();
      waiting.delete(look);
      running.onLapse = () => undefined;
      resolve(isEarlier);
    };
    waiting.add(look);
    running.onLapse = () => end(false);
    // There is no timer for an infinite instant: an answer moves the line.
    if (at < Number.POSITIVE_INFINITY) cancels.push(business.at(at, look));
  });
}

/** Removes a booking. Later bookings assumed that it would start, so the line moves up. */
function giveUp(line: Line, paces: readonly Pace[], start: Start): void {
  removeStart({ starts: line.booked, paces, start });
  if (line.isMovingUp) return;
  line.isMovingUp = true;
  line.business.at(line.business.now(), () => {
    line.isMovingUp = false;
    moveUp(line);
  });
}
