import { createTimers, type Timers } from '../timers.ts';
import type { Clock } from '../types.ts';
import type { Call } from './calls.ts';

/** Timers of calls: what a call has planned is forgotten when it ends. */
export type CallTimers = {
  at: (call: Call, instant: number, run: () => void) => void;
  cancel: (call: Call) => void;
};

export function createCallTimers({ clock, timers }: { clock: Clock; timers: Timers }): CallTimers {
  const timersByCall = new Map<Call, Timers>();
  return {
    at(call, instant, run) {
      // They are timers of the simulator too, so that closing it stops them all.
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
