import type { Cancel, Clock } from '../../../platform/clock.ts';

/** A timer for at most one time. */
export type Alarm = {
  /** Sets the time and replaces the previous one; null clears it. */
  set: (clock: Clock, at: number | null) => void;
  clear: () => void;
};

const ignore = (): void => undefined;

export function createAlarm(ring: () => void): Alarm {
  let cancel: Cancel = ignore;
  return {
    set(clock, at) {
      cancel();
      cancel = at === null ? ignore : clock.at(at, ring);
    },
    clear() {
      cancel();
      cancel = ignore;
    },
  };
}
