import type { Window } from '../windows/windows.ts';
import { createDueBuckets, type DueBuckets } from './due-buckets.ts';

/** A place in a sequence: the step, its used-up attempts, and the attempts of the recipient's day. */
export type Place = { step: number; tried: number; today: number };

/** Converts places to numbers and back. A play only counts contacts per place. */
export type Cells = { toCell: (place: Place) => number; toPlace: (cell: number) => Place };

export function createCells({ maxAttempts, maxPerDay }: { maxAttempts: number; maxPerDay: number }): Cells {
  return {
    toCell: ({ step, tried, today }) => (step * maxAttempts + tried) * (maxPerDay + 1) + today,
    toPlace(cell) {
      const rest = Math.floor(cell / (maxPerDay + 1));
      return {
        step: Math.floor(rest / maxAttempts),
        tried: rest % maxAttempts,
        today: cell % (maxPerDay + 1),
      };
    },
  };
}

/** The contacts of one calendar during one run. */
export type CalendarQueue = {
  window: Window;
  newcomers: number;
  /** The number of due contacts with earlier attempts, by cell. */
  again: Map<number, number>;
  againCount: number;
  later: DueBuckets;
  open: boolean;
  /** The instant at which `open` changes. */
  edge: number;
  /** The next opening after `edge`, if open now. */
  reopens: number;
  /** The end of the recipient's day. */
  dayEnd: number;
};

export function createCalendarQueue({
  window,
  newcomers,
}: {
  window: Window;
  newcomers: number;
}): CalendarQueue {
  const later = createDueBuckets();
  const again = new Map<number, number>();
  const [edge, dayEnd] = [-Infinity, -Infinity];
  return { window, newcomers, again, againCount: 0, later, open: false, edge, reopens: Infinity, dayEnd };
}

function addDue(queue: CalendarQueue, cell: number, count: number): void {
  queue.again.set(cell, (queue.again.get(cell) ?? 0) + count);
  queue.againCount += count;
}

/** Resets the attempts of the day, at the start of a new day. */
function resetDay(queue: CalendarQueue, { toCell, toPlace }: Cells): void {
  const before = [...queue.again];
  queue.again.clear();
  queue.againCount = 0;
  for (const [cell, count] of before) addDue(queue, toCell({ ...toPlace(cell), today: 0 }), count);
}

/** Advances a queue to an instant: its day, its window and its due contacts. */
export function advance({ queue, cells, at }: { queue: CalendarQueue; cells: Cells; at: number }): void {
  if (at >= queue.dayEnd) {
    queue.dayEnd = queue.window.nextDay(at);
    resetDay(queue, cells);
  }
  if (at >= queue.edge) {
    queue.open = queue.window.isOpen(at);
    queue.edge = (queue.open ? queue.window.closing(at) : queue.window.nextOpening(at)) ?? Infinity;
    queue.reopens = (queue.edge < Infinity ? queue.window.nextOpening(queue.edge) : null) ?? Infinity;
  }
  while (queue.later.next() <= at) {
    for (const [cell, count] of queue.later.take()) addDue(queue, cell, count);
  }
}

/**
 * Returns the next opening of the window at or after an instant that is not in the past. It asks the window only
 * about later days.
 */
export function openingAfter({ window, open, edge, reopens }: CalendarQueue, at: number): number {
  if (at < edge) return open ? at : edge;
  if (open && at < reopens) return reopens;
  return window.nextOpening(at) ?? Infinity;
}

export const waitingNow = ({ newcomers, againCount }: CalendarQueue): number => newcomers + againCount;

/** Removes `count` contacts with earlier attempts, cell by cell. */
export function takeAgain(
  queue: CalendarQueue,
  count: number,
  each: (cell: number, count: number) => void,
): void {
  let left = count;
  for (const [cell, waiting] of queue.again) {
    if (left <= 0) break;
    const taken = Math.min(waiting, left);
    if (taken === waiting) queue.again.delete(cell);
    else queue.again.set(cell, waiting - taken);
    left -= taken;
    queue.againCount -= taken;
    each(cell, taken);
  }
}
