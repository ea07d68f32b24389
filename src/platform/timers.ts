import type { Cancel, Clock } from './clock.ts';

/** The timers of a clock that runs by another one and can be set. */
export type Timers = Pick<Clock, 'at'> & {
  /** Sets all timers again, after the clock was set. */
  rearm: () => void;
};

type Timer = { instant: number; run: () => void; cancel: Cancel };

/** Creates timers. `untilMs` returns how long the system clock runs until an instant; 0 or less if it is reached. */
export function createTimers({
  system,
  untilMs,
}: {
  system: Clock;
  untilMs: (instant: number) => number;
}): Timers {
  const timers = new Set<Timer>();

  const arm = (timer: Timer): void => {
    const waitMs = Math.max(0, untilMs(timer.instant));
    timer.cancel = system.at(system.now() + Math.ceil(waitMs), () => {
      if (untilMs(timer.instant) > 0) return arm(timer);
      timers.delete(timer);
      timer.run();
    });
  };

  return {
    rearm() {
      for (const timer of timers) {
        timer.cancel();
        arm(timer);
      }
    },
    at(instant, run) {
      const timer: Timer = { instant, run, cancel: () => undefined };
      timers.add(timer);
      arm(timer);
      return () => {
        timer.cancel();
        timers.delete(timer);
      };
    },
  };
}
