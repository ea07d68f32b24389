import { createAnswering } from '../answer/answering.ts';
import type { ConnectStream } from '../answer/stream-socket.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import { moveCall, planLimits, planPickUp, planRing, startDialing } from './call-progress.ts';
import type { Progress } from './call-progress.ts';
import { createCallTimers } from './call-timers.ts';
import type { Call, Calls } from './calls.ts';
import type { CallFault, Faults } from '../faults.ts';
import { hangupCause, type HangupReason } from './hangup-causes.ts';
import type { Journal } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import type { Scenario } from '../scenario.ts';
import type { Timers } from '../timers.ts';
import type { Clock } from '../types.ts';

export type Lifecycle = {
  /** Starts dialling at `now`. */
  start: (call: Call, now: number) => void;
  /** Resumes a call after a restart. */
  resume: (call: Call) => void;
  /** Ends a call that has not ended. `past` has the instants of a call that ended while the carrier was not running. */
  end: (call: Call, reason: HangupReason, past?: Past) => void;
  /** Ends a call at the request of the customer. */
  hangUp: (call: Call) => void;
  /** Replaces the document of an answered call. */
  transfer: (call: Call, to: { url: string; method: 'GET' | 'POST' }) => void;
  /** Resolves when the delivery of the Hangup callback is over, successful or not. */
  whenEndReported: (call: Call) => Promise<void>;
};

/** Instants of a call in the time when the carrier was not running. */
export type Past = { rangAt: number | null; answeredAt: number | null; endedAt: number };

type Needs = {
  clock: Clock;
  timers: Timers;
  calls: Calls;
  journal: Journal;
  callbacks: Callbacks;
  faults: Faults;
  options: SimulatorOptions;
  scenario: () => Scenario;
  onEnd: (call: Call) => void;
  /** Timers of the system clock. */
  system: Timers;
  connectStream: ConnectStream | null;
};

/** How long lists are wrong or a record is missing, if the fault rule does not say. */
export const staleByDefaultMs = 60_000;

/**
 * Creates the lifecycle of calls: from dialling to their planned end, unless a request or a fault ends them earlier.
 */
export function createLifecycle(needs: Needs): Lifecycle {
  const { clock, timers, calls, journal, callbacks, faults, options, scenario, onEnd } = needs;
  const callTimers = createCallTimers({ clock, timers });
  const hangupDeliveries = new Map<Call, PromiseWithResolvers<void>>();
  const answering = createAnswering({
    callbacks,
    options,
    scenario,
    wait: (call, ms, next) => callTimers.at(call, clock.now() + ms, next),
    end: (call, reason) => end(call, reason),
    now: clock.now,
    system: needs.system,
    connectStream: needs.connectStream,
  });

  const end: Lifecycle['end'] = (call, reason, past) => {
    if (call.state === 'ended') return;
    const now = clock.now();
    Object.assign(call, past ?? { endedAt: now });
    call.end = hangupCause(reason);
    strikeCallFaults({ faults, clock, call });
    callTimers.cancel(call);
    answering.stop(call);
    moveCall({ journal }, call, { state: 'ended', at: now, end: call.end, ...past });
    calls.close(call);
    onEnd(call);
    timers.at(now + call.plan.hangupDelayMs, () => void reportEnd(call));
  };

  const reportEnd = async (call: Call): Promise<void> => {
    await callbacks.notify({ call, event: 'Hangup' });
    hangupDeliveries.get(call)?.resolve();
    hangupDeliveries.delete(call);
    call.settled.add('Hangup');
  };

  const progress: Progress = { clock, journal, callbacks, faults, callTimers, end, begin: answering.begin };

  return {
    start: (call, now) => startDialing(progress, call, now),
    end,
    hangUp(call) {
      end(call, call.answeredAt === null ? 'canceled' : 'api-request');
    },
    transfer: answering.transfer,
    whenEndReported(call) {
      if (call.settled.has('Hangup')) return Promise.resolve();
      const delivery = hangupDeliveries.get(call) ?? Promise.withResolvers<void>();
      hangupDeliveries.set(call, delivery);
      return delivery.promise;
    },
    resume(call) {
      const { state, rangAt, answeredAt } = call;
      if (state === 'ended') {
        if (!call.settled.has('Hangup')) timers.at(clock.now(), () => void reportEnd(call));
        return;
      }
      if (state === 'dialing') return planRing(progress, call);
      if (state === 'ringing' && rangAt !== null) return planPickUp(progress, call, rangAt);
      if (answeredAt === null) return;
      planLimits(progress, call, answeredAt);
      if (!call.settled.has('StartApp')) return answering.begin(call);
      callTimers.at(call, answeredAt + call.plan.talkMs, () => end(call, 'callee'));
    },
  };
}

/** Applies the faults that are visible after the end: a live list that still has the call, a late record. */
function strikeCallFaults({ faults, clock, call }: { faults: Faults; clock: Clock; call: Call }): void {
  const { to, attempt, ordinal } = call;
  const strike = (fault: CallFault) =>
    faults.strike([fault], { to, attempt, ordinal, key: `${to}|${ordinal}|${fault}` });
  const ghost = strike('live-ghost');
  const late = strike('record-late');
  if (ghost) call.listedUntil = clock.now() + (ghost.ms ?? staleByDefaultMs);
  if (late) call.recordFaultMs = late.ms ?? staleByDefaultMs;
}
