import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../src/simulator/index.ts';

export type VirtualClock = Clock & {
  /** Advances to `instant`, and runs every timer before it at its own instant. */
  runTo: (instant: number) => Promise<void>;
  run: (ms: number) => Promise<void>;
  /** Runs timers until a condition holds. Fails if no timer is left. */
  runUntil: (holds: () => boolean) => Promise<void>;
};

type Timer = { instant: number; order: number; run: () => void };

/**
 * Creates a clock that only moves when it is advanced. After each timer all promises and in-process requests settle.
 */
export function createVirtualClock({
  start,
  isBusy = () => false,
}: {
  start: number;
  isBusy?: () => boolean;
}): VirtualClock {
  const timers = new Set<Timer>();
  let now = start;
  let order = 0;

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3 || (isBusy() && turn < 50); turn += 1) await nextTurn();
  };

  const earliest = (): Timer | undefined =>
    [...timers].sort((a, b) => a.instant - b.instant || a.order - b.order)[0];

  const fire = async (timer: Timer): Promise<void> => {
    timers.delete(timer);
    now = Math.max(now, timer.instant);
    timer.run();
    await settle();
  };

  const runTo = async (instant: number): Promise<void> => {
    await settle();
    for (let timer = earliest(); timer && timer.instant <= instant; timer = earliest()) await fire(timer);
    now = Math.max(now, instant);
  };

  return {
    now: () => now,
    at(instant, run) {
      const timer = { instant, order: (order += 1), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    runTo,
    run: (ms) => runTo(now + ms),
    async runUntil(holds) {
      await settle();
      while (!holds()) {
        const timer = earliest();
        if (!timer) throw new Error('The clock has nothing left to run and the condition does not hold');
        await fire(timer);
      }
    },
  };
}
