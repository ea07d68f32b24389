import type { Timers } from '../timers.ts';
import type { Clock } from '../types.ts';

/** Starts calls in order, with a maximum of `perSecond` in any rolling second [t, t + 1 s). */
export type StartGate<Item> = {
  /** Returns true if the item started at `now`; false if it waits in the queue. */
  enter: (item: Item, now: number) => boolean;
  /** Removes a waiting item. Returns false if it is not waiting. */
  leave: (item: Item) => boolean;
  /** Whether an item could start at once. */
  isFree: (now: number) => boolean;
  /** Counts a start that happened before a restart. */
  remember: (instant: number) => void;
};

type Needs<Item> = {
  clock: Clock;
  timers: Timers;
  perSecond: number;
  start: (item: Item, instant: number) => void;
};

export function createStartGate<Item>({ clock, timers, perSecond, start }: Needs<Item>): StartGate<Item> {
  const burst = Math.max(1, Math.floor(perSecond));
  const windowMs = Math.max(1000, (1000 * burst) / Math.max(perSecond, Number.MIN_VALUE));
  // A rate of 2.5 per second becomes 2 per second, because a rolling second contains whole calls.
  const spanMs = perSecond >= 1 ? 1000 : windowMs;
  const waiting = new Set<Item>();
  let starts: number[] = [];
  let wake: (() => void) | null = null;

  const nextFree = (): number => {
    const blocking = starts.at(-burst);
    return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking + spanMs;
  };

  // `now` is the instant that was checked. A second reading of a real clock would be later.
  const startItem = (item: Item, now: number): void => {
    starts = [...starts.slice(-burst), now];
    start(item, now);
  };

  const isFree = (now: number): boolean => waiting.size === 0 && now >= nextFree();

  const drain = (): void => {
    wake = null;
    for (const item of waiting) {
      const now = clock.now();
      if (now < nextFree()) break;
      waiting.delete(item);
      startItem(item, now);
    }
    if (waiting.size > 0) wake ??= timers.at(nextFree(), drain);
  };

  return {
    enter(item, now) {
      if (isFree(now)) {
        startItem(item, now);
        return true;
      }
      waiting.add(item);
      wake ??= timers.at(nextFree(), drain);
      return false;
    },
    leave: (item) => waiting.delete(item),
    isFree,
    remember(instant) {
      starts = [...starts.slice(-burst), instant];
    },
  };
}
