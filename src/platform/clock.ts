/** Stops a scheduled callback; calling it twice, or after the callback ran, does nothing. */
export type Cancel = () => void;

/**
 * A source of time. Instants are milliseconds since the Unix epoch, in UTC.
 *
 * Two of them run side by side: the **business** clock (windows, delays, ring times), which may be scaled, jumped
 * or virtual, and the **system** clock (leases, permits, HTTP timeouts), which is real except under simulation.
 */
export type Clock = {
  now: () => number;
  /** Calls `run` once the clock reads `instant` or later. An instant in the past runs soon, never synchronously. */
  at: (instant: number, run: () => void) => Cancel;
};

/** The system clock adds a reading that never steps back, for elapsed time. */
export type SystemClock = Clock & {
  /** Milliseconds from an arbitrary start; unaffected by changes to the wall clock. */
  monotonic: () => number;
};

export type Clocks = { business: Clock; system: SystemClock };

/** Resolves when the clock reads `now + ms` or later. */
export function sleep({ clock, ms }: { clock: Clock; ms: number }): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}
