import type { Cancel, Clock, SystemClock } from './clock.ts';

/** A period of constant speed: the business clock read `businessAt` when the system clock read `systemAt`. */
export type ClockStretch = { businessAt: number; systemAt: number; speed: number };

/** A business clock that runs `speed` times as fast as the system clock. Its speed and time can be changed. */
export type ScaledClock = Clock & {
  stretch: () => ClockStretch;
  /** Continues with another time and speed. Timers that are due at that time run soon. */
  follow: (stretch: ClockStretch) => void;
  /** Sets the clock forward to `instant`. An instant in the past is ignored. */
  jumpTo: (instant: number) => void;
};

type Timer = { instant: number; run: () => void; cancel: Cancel };

/**
 * Creates a business clock from a `ClockStretch`. Processes with the same stretch read the same time. The clock runs
 * by elapsed time, so a change of the wall clock does not affect it.
 */
export function createScaledClock({
  system,
  stretch,
}: {
  system: SystemClock;
  stretch: ClockStretch;
}): ScaledClock {
  const timers = new Set<Timer>();

  /** Converts a stretch to elapsed time. */
  const anchor = ({ businessAt, systemAt, speed }: ClockStretch) => ({
    businessAt: businessAt + (system.now() - systemAt) * speed,
    elapsedAt: system.monotonic(),
    speed,
  });
  let current = anchor(stretch);
  const now = (): number => current.businessAt + (system.monotonic() - current.elapsedAt) * current.speed;

  const arm = (timer: Timer): void => {
    const waitMs = Math.max(0, timer.instant - now()) / current.speed;
    timer.cancel = system.at(system.now() + Math.ceil(waitMs), () => {
      if (now() < timer.instant) return arm(timer);
      timers.delete(timer);
      timer.run();
    });
  };

  const follow = (next: ClockStretch): void => {
    current = anchor(next);
    for (const timer of timers) {
      timer.cancel();
      arm(timer);
    }
  };

  return {
    now,
    stretch: () => ({ businessAt: now(), systemAt: system.now(), speed: current.speed }),
    follow,
    jumpTo(instant) {
      if (instant > now()) follow({ businessAt: instant, systemAt: system.now(), speed: current.speed });
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
