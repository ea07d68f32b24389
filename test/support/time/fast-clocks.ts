import type { Clock } from '../../../src/platform/clock.ts';

/** The clocks of a simulator that serves HTTP: one that is `factor` times as fast as real time, and the real one. */
export function createFastClocks(factor: number): { clock: Clock; system: Clock } {
  const start = Date.now();
  const clockOf = (speed: number): Clock => ({
    now: () => start + (Date.now() - start) * speed,
    at(instant, run) {
      const timer = setTimeout(run, Math.max(0, (instant - (start + (Date.now() - start) * speed)) / speed));
      return () => clearTimeout(timer);
    },
  });
  return { clock: clockOf(factor), system: clockOf(1) };
}
