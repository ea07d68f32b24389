/** Cancels a scheduled callback. Calling it twice, or after the callback has run, has no effect. */
export type Cancel = () => void;

/**
 * A source of time. Instants are milliseconds since the Unix epoch, in UTC.
 *
 * There are three clocks. The **business** clock (windows, delays, ring times, rates) may be scaled, set forward or virtual.
 * The **system** clock (leases, ages, HTTP timeouts) is that of the process. It is real, except in simulations. The **store**
 * clock (stored times that other instances compare) is the same at all instances; see `StoreClock`.
 */
export type Clock = {
  now: () => number;
  /** Calls `run` once when the clock has reached `instant`. For a past instant it runs soon, never synchronously. */
  at: (instant: number, run: () => void) => Cancel;
};

/** The system clock has a second reading for elapsed time, which never goes back. */
export type SystemClock = Clock & {
  /** Milliseconds since an arbitrary start. Changes of the wall clock do not affect it. */
  monotonic: () => number;
};

export type Clocks = { business: Clock; system: SystemClock; store: Clock };

/** Resolves when `ms` milliseconds have passed on the clock. */
export function sleep({ clock, ms }: { clock: Clock; ms: number }): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}
