import type { Cancel, Clock, SystemClock } from './clock.ts';

/** A straight stretch of business time: it read `businessAt` when the system clock read `systemAt`. */
export type ClockStretch = { businessAt: number; systemAt: number; speed: number };

/** A business clock that runs `speed` times as fast as the system clock and can be set to another stretch. */
export type ScaledClock = Clock & {
  stretch: () => ClockStretch;
  /** Continues on another stretch; timers that have come due meanwhile run soon. */
  follow: (stretch: ClockStretch) => void;
  /** Moves on to `instant` without waiting; never back. */
  jumpTo: (instant: number) => void;
};

type Timer = { instant: number; run: () => void; cancel: Cancel };

/**
 * Derives business time by a stretch that processes can share to agree. It runs by elapsed time: once it follows a
 * stretch, nobody who sets the wall clock moves it.
 */
export function createScaledClock({
  system,
  stretch,
}: {
  system: SystemClock;
  stretch: ClockStretch;
}): ScaledClock {
  const timers = new Set<Timer>();

  /** The same stretch by elapsed time. */
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
