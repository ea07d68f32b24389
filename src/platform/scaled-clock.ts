import type { Clock, SystemClock } from './clock.ts';
import { createTimers } from './timers.ts';

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
  /** Converts a stretch to elapsed time. */
  const anchor = ({ businessAt, systemAt, speed }: ClockStretch) => ({
    businessAt: businessAt + (system.now() - systemAt) * speed,
    elapsedAt: system.monotonic(),
    speed,
  });
  let current = anchor(stretch);
  const now = (): number => current.businessAt + (system.monotonic() - current.elapsedAt) * current.speed;

  const timers = createTimers({ system, untilMs: (instant) => (instant - now()) / current.speed });

  const follow = (next: ClockStretch): void => {
    current = anchor(next);
    timers.rearm();
  };

  return {
    now,
    stretch: () => ({ businessAt: now(), systemAt: system.now(), speed: current.speed }),
    follow,
    jumpTo(instant) {
      if (instant > now()) follow({ businessAt: instant, systemAt: system.now(), speed: current.speed });
    },
    at: timers.at,
  };
}
