import type { Cancel, Clock, Clocks } from './clock.ts';

type Timer = { at: number; order: number; run: () => void };

/** Time that moves only when it is told to, for simulations, rehearsals and tests. */
export type VirtualTime = {
  /** Business and system clock on one time line; their offsets may be set apart. */
  clocks: Clocks;
  /** Elapsed virtual milliseconds. */
  elapsed: () => number;
  /** Steps the system clock's wall reading, as a bad clock does; its monotonic reading is not touched. */
  skewSystem: (ms: number) => void;
  /**
   * Runs due timers one instant at a time, letting everything settle in between, until `done` says so, nothing is
   * left to wait for, or `limitMs` have passed. Tells which.
   */
  run: (input: {
    done?: () => boolean;
    limitMs?: number;
    afterEach?: () => void | Promise<void>;
  }) => Promise<'done' | 'idle' | 'limit'>;
};

/** A binary heap by instant, then by order of setting: timers of one instant run in the order they were set. */
function createTimers(): {
  push: (timer: Timer) => void;
  peek: () => Timer | undefined;
  pop: () => Timer | undefined;
} {
  const heap: Timer[] = [];
  const before = (left: Timer, right: Timer): boolean =>
    left.at < right.at || (left.at === right.at && left.order < right.order);
  const swap = (left: number, right: number): void => {
    const [a, b] = [heap[left], heap[right]];
    if (a && b) [heap[left], heap[right]] = [b, a];
  };
  const isBefore = (left: number, right: number): boolean => {
    const [a, b] = [heap[left], heap[right]];
    return a !== undefined && (b === undefined || before(a, b));
  };
  return {
    peek: () => heap[0],
    push(timer) {
      heap.push(timer);
      for (let child = heap.length - 1; child > 0;) {
        const parent = (child - 1) >> 1;
        if (!isBefore(child, parent)) break;
        swap(child, parent);
        child = parent;
      }
    },
    pop() {
      const top = heap[0];
      const last = heap.pop();
      if (last && heap.length > 0) {
        heap[0] = last;
        for (let parent = 0; ;) {
          const left = parent * 2 + 1;
          const least = isBefore(left + 1, left) ? left + 1 : left;
          if (least >= heap.length || !isBefore(least, parent)) break;
          swap(least, parent);
          parent = least;
        }
      }
      return top;
    },
  };
}

/**
 * @param settle lets everything that is not waiting for a clock finish; it must take real turns of the event loop.
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
  const timers = createTimers();
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

  return {
    elapsed: () => elapsed,
    skewSystem(ms) {
      skewMs += ms;
    },
    clocks: {
      business,
      system: {
        now: () => systemStart + elapsed + skewMs,
        monotonic: () => elapsed,
        at: (instant, run) => schedule(Math.ceil(instant - systemStart - skewMs), run),
      },
    },
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
