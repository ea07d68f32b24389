import type { Cancel, Clock } from '../../../platform/clock.ts';

/** The time at which a wait ends without a result, because the permit expires then. */
export type Lapse = { clock: Clock; at: number };

/** A running lapse. `onLapse` is called once, when it is over. */
export type RunningLapse = { isOver: boolean; onLapse: () => void; cancel: Cancel };

const ignore = (): void => undefined;

/** Starts one timer for the whole wait. If the clock is set back during the wait, the wait does not become longer. */
export function startLapse(lapse: Lapse | undefined): RunningLapse {
  const running: RunningLapse = { isOver: false, onLapse: ignore, cancel: ignore };
  if (lapse) {
    running.cancel = lapse.clock.at(lapse.at, () => {
      running.isOver = true;
      running.onLapse();
    });
  }
  return running;
}
