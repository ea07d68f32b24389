import TinyQueue from 'tinyqueue';
import type { Cancel, Clock, Clocks, SystemClock } from './clock.ts';

type Timer = { at: number; order: number; run: () => void };

/** Time that advances only in `run`, for simulations, rehearsals and tests. */
export type VirtualTime = {
  /** Business and system clock on one time line, with separate offsets. */
  clocks: Clocks;
  /** Elapsed virtual milliseconds. */
  elapsed: () => number;
  /** Changes the wall time of the system clock, as a bad clock does. Its monotonic reading does not change. */
  skewSystem: (ms: number) => void;
  /**
   * Runs due timers one instant at a time, and calls `settle` after each instant. Returns `done` when `done()` is
   * true, `idle` when no timer is left, or `limit` when `limitMs` milliseconds have passed.
   */
  run: (input: {
    done?: () => boolean;
    limitMs?: number;
    afterEach?: () => void | Promise<void>;
  }) => Promise<'done' | 'idle' | 'limit'>;
};

/** Orders timers by instant. Timers of one instant run in the order in which they were set. */
const byInstant = (left: Timer, right: Timer): number => left.at - right.at || left.order - right.order;

/**
 * Creates virtual time. `settle` must wait for all work that does not wait for a clock, with real iterations of the
 * event loop.
 */
export function createVirtualTime({
  businessStart,
  systemStart = businessStart,
  settle,
}: {
  businessStart: number;
  systemStart?: number;
  settle: () => Promise<void>;
}): VirtualTime {
  const timers = new TinyQueue<Timer>([], byInstant);
  let elapsed = 0;
  let order = 0;
  let skewMs = 0;

  const schedule = (at: number, run: () => void): Cancel => {
    let isLive = true;
    const timer: Timer = {
      at: Math.max(at, elapsed),
      order: (order += 1),
      run: () => {
        if (isLive) run();
        isLive = false;
      },
    };
    timers.push(timer);
    return () => {
      isLive = false;
    };
  };
  const business: Clock = {
    now: () => businessStart + elapsed,
    at: (instant, run) => schedule(Math.ceil(instant - businessStart), run),
  };

  const system: SystemClock = {
    now: () => systemStart + elapsed + skewMs,
    monotonic: () => elapsed,
    at: (instant, run) => schedule(Math.ceil(instant - systemStart - skewMs), run),
  };

  return {
    elapsed: () => elapsed,
    skewSystem(ms) {
      skewMs += ms;
    },
    clocks: { business, system, store: system },
    async run({ done = () => false, limitMs = Number.POSITIVE_INFINITY, afterEach }) {
      const end = elapsed + limitMs;
      await settle();
      for (;;) {
        await afterEach?.();
        if (done()) return 'done';
        const next = timers.peek();
        if (!next) return 'idle';
        if (next.at > end) {
          elapsed = end;
          return 'limit';
        }
        elapsed = Math.max(elapsed, next.at);
        while (timers.peek() && (timers.peek()?.at ?? 0) <= elapsed) timers.pop()?.run();
        await settle();
      }
    },
  };
}
