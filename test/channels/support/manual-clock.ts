import type { SystemClock } from '../../../src/platform/clock.ts';

/** A clock that moves only when told to, running what has come due in order. */
export type ManualClock = SystemClock & { advance: (ms: number) => Promise<void> };

export function createManualClock({ start = 0 }: { start?: number } = {}): ManualClock {
  let now = start;
  const timers = new Set<{ instant: number; run: () => void }>();
  const nextDue = (until: number) =>
    [...timers].filter(({ instant }) => instant <= until).sort((a, b) => a.instant - b.instant)[0];
  return {
    now: () => now,
    monotonic: () => now,
    at(instant, run) {
      const timer = { instant, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const until = now + ms;
      await settled();
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        now = Math.max(now, timer.instant);
        timers.delete(timer);
        timer.run();
        await settled();
      }
      now = until;
    },
  };
}

/** Lets everything run that waits for promises only. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
