import { createTimers, type Timers } from '../timers.ts';
import type { Clock } from '../types.ts';
import type { Call } from './calls.ts';

/** The timers of calls. All timers of a call can be cancelled together. */
export type CallTimers = {
  at: (call: Call, instant: number, run: () => void) => void;
  cancel: (call: Call) => void;
};

export function createCallTimers({ clock, timers }: { clock: Clock; timers: Timers }): CallTimers {
  const timersByCall = new Map<Call, Timers>();
  return {
    at(call, instant, run) {
      // They are also timers of the simulator, so that `close` of the simulator stops them.
      const own = timersByCall.get(call) ?? createTimers({ clock: { now: clock.now, at: timers.at } });
      timersByCall.set(call, own);
      own.at(instant, run);
    },
    cancel(call) {
      timersByCall.get(call)?.cancelAll();
      timersByCall.delete(call);
    },
  };
}
