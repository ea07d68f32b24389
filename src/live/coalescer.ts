import type { SystemClock } from '../platform/clock.ts';

/** Runs work for a key soon after it was marked: no more than once per interval, and never twice at the same time. */
export type Coalescer = {
  mark: (key: string) => void;
  /** Removes the key. Work that is already running is completed. */
  drop: (key: string) => void;
};

type Lane = { isMarked: boolean; isRunning: boolean; nextAt: number; cancel: (() => void) | null };

export function createCoalescer({
  system,
  intervalMs,
  run,
}: {
  system: SystemClock;
  intervalMs: number;
  /** Must not reject. */
  run: (key: string) => Promise<void>;
}): Coalescer {
  const lanes = new Map<string, Lane>();

  const work = async (key: string, lane: Lane): Promise<void> => {
    lane.cancel = null;
    lane.isMarked = false;
    lane.isRunning = true;
    lane.nextAt = system.now() + intervalMs;
    await run(key);
    lane.isRunning = false;
    if (lane.isMarked) plan(key, lane);
  };

  const plan = (key: string, lane: Lane): void => {
    if (lanes.get(key) !== lane || lane.isRunning || lane.cancel) return;
    lane.cancel = system.at(lane.nextAt, () => void work(key, lane));
  };

  return {
    mark(key) {
      const lane = lanes.get(key) ?? {
        isMarked: false,
        isRunning: false,
        nextAt: system.now(),
        cancel: null,
      };
      lanes.set(key, lane);
      lane.isMarked = true;
      plan(key, lane);
    },
    drop(key) {
      lanes.get(key)?.cancel?.();
      lanes.delete(key);
    },
  };
}
