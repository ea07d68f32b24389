import type { Timers } from '../timers.ts';
import type { Clock } from '../types.ts';

/** Lets calls start one by one, never more than `perSecond` in any rolling second [t, t + 1 s). */
export type StartGate<Item> = {
  /** True if it started at once, at `now`; false if it waits for its turn. */
  enter: (item: Item, now: number) => boolean;
  /** Takes a waiting item out again; false if it is not waiting. */
  leave: (item: Item) => boolean;
  /** Whether one more could start at once. */
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
  // A rate of 2.5 a second is kept as 2 a second: a rolling second cannot hold half a call.
  const spanMs = perSecond >= 1 ? 1000 : windowMs;
  const waiting = new Set<Item>();
  let starts: number[] = [];
  let wake: (() => void) | null = null;

  const nextFree = (): number => {
    const blocking = starts.at(-burst);
    return blocking === undefined ? Number.NEGATIVE_INFINITY : blocking + spanMs;
  };

  // The instant that was checked is the one that counts: a real clock has moved on when it is read again.
  const go = (item: Item, now: number): void => {
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
      go(item, now);
    }
    if (waiting.size > 0) wake ??= timers.at(nextFree(), drain);
  };

  return {
    enter(item, now) {
      if (isFree(now)) {
        go(item, now);
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
