import type { Cancel, Clock } from '../../../platform/clock.ts';

/**
 * The time at which a wait ends without a result, because the permit expires then. `onVoid` calls its argument if the
 * permit is voided before, which ends the wait at once.
 */
export type Lapse = { clock: Clock; at: number; onVoid?: (end: () => void) => void };

/** A running lapse. `onLapse` is called when it is over. */
export type RunningLapse = { isOver: boolean; onLapse: () => void; cancel: Cancel };

const ignore = (): void => undefined;

/** Starts one timer for the whole wait. If the clock is set back during the wait, the wait does not become longer. */
export function startLapse(lapse: Lapse | undefined): RunningLapse {
  const running: RunningLapse = { isOver: false, onLapse: ignore, cancel: ignore };
  if (lapse) {
    const end = (): void => {
      running.isOver = true;
      running.onLapse();
    };
    running.cancel = lapse.clock.at(lapse.at, end);
    lapse.onVoid?.(end);
  }
  return running;
}
