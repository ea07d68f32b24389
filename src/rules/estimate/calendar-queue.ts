import type { Window } from '../windows/windows.ts';
import { createDueBuckets, type DueBuckets } from './due-buckets.ts';

/** A place in a sequence: the step, the attempts of it used up, and those of the recipient's day. */
export type Place = { step: number; tried: number; today: number };

/** Counts of people who share a place; whole numbers no one needs to be called by are enough. */
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

/** The people of one calendar during one run. */
export type Crowd = {
  window: Window;
  newcomers: number;
  /** People who were tried before and are due, by cell. */
  again: Map<number, number>;
  againCount: number;
  later: DueBuckets;
  open: boolean;
  /** When `open` changes. */
  edge: number;
  /** When it opens after `edge`, if open now. */
  reopens: number;
  /** The end of the recipient's day. */
  dayEnd: number;
};

export function createCrowd({ window, newcomers }: { window: Window; newcomers: number }): Crowd {
  const later = createDueBuckets();
  const again = new Map<number, number>();
  const [edge, dayEnd] = [-Infinity, -Infinity];
  return { window, newcomers, again, againCount: 0, later, open: false, edge, reopens: Infinity, dayEnd };
}

function addDue(crowd: Crowd, cell: number, count: number): void {
  crowd.again.set(cell, (crowd.again.get(cell) ?? 0) + count);
  crowd.againCount += count;
}

/** On a new day everybody may be tried again: the attempts of the day before are forgotten. */
function forgetDay(crowd: Crowd, { toCell, toPlace }: Cells): void {
  const before = [...crowd.again];
  crowd.again.clear();
  crowd.againCount = 0;
  for (const [cell, count] of before) addDue(crowd, toCell({ ...toPlace(cell), today: 0 }), count);
}

/** Brings a crowd to an instant: its day, its window, and who has come due. */
export function advance({ crowd, cells, at }: { crowd: Crowd; cells: Cells; at: number }): void {
  if (at >= crowd.dayEnd) {
    crowd.dayEnd = crowd.window.nextDay(at);
    forgetDay(crowd, cells);
  }
  if (at >= crowd.edge) {
    crowd.open = crowd.window.isOpen(at);
    crowd.edge = (crowd.open ? crowd.window.closing(at) : crowd.window.nextOpening(at)) ?? Infinity;
    crowd.reopens = (crowd.edge < Infinity ? crowd.window.nextOpening(crowd.edge) : null) ?? Infinity;
  }
  while (crowd.later.next() <= at) {
    for (const [cell, count] of crowd.later.take()) addDue(crowd, cell, count);
  }
}

/** The window's next opening at or after an instant that is not past; asks the window only about days to come. */
export function openingAfter({ window, open, edge, reopens }: Crowd, at: number): number {
  if (at < edge) return open ? at : edge;
  if (open && at < reopens) return reopens;
  return window.nextOpening(at) ?? Infinity;
}

export const waitingNow = ({ newcomers, againCount }: Crowd): number => newcomers + againCount;

/** Takes `count` people who were tried before, cell by cell. */
export function takeAgain(crowd: Crowd, count: number, each: (cell: number, count: number) => void): void {
  let left = count;
  for (const [cell, waiting] of crowd.again) {
    if (left <= 0) break;
    const taken = Math.min(waiting, left);
    if (taken === waiting) crowd.again.delete(cell);
    else crowd.again.set(cell, waiting - taken);
    left -= taken;
    crowd.againCount -= taken;
    each(cell, taken);
  }
}
