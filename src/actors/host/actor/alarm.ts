import type { Cancel, Clock } from '../../../platform/clock.ts';

/** A timer of which at most one time is set. */
export type Alarm = {
  /** Sets the time, in place of the one before; null: none. */
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
