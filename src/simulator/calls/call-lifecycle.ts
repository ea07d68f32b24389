import { createAnswering } from '../answer/answering.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Call, Calls } from './calls.ts';
import type { CallFault, Faults } from '../faults.ts';
import { hangupCause, type HangupReason } from './hangup-causes.ts';
import type { Journal, StateEntry } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import { outcomes } from './outcomes.ts';
import { isMachine } from './plan.ts';
import type { Scenario } from '../scenario.ts';
import { createTimers, type Timers } from '../timers.ts';
import type { Clock } from '../types.ts';

export type Lifecycle = {
  /** Starts dialling, at `now`. */
  start: (call: Call, now: number) => void;
  /** Takes a call up again where a restart left it. */
  resume: (call: Call) => void;
  /** Ends a call that has not ended; `past` if it ended while the carrier was not running. */
  end: (call: Call, reason: HangupReason, past?: Past) => void;
  /** Ends a call because the customer asked for it. */
  hangUp: (call: Call) => void;
  /** Replaces what an answered call is doing by another document. */
  transfer: (call: Call, to: { url: string; method: 'GET' | 'POST' }) => void;
  /** Resolves once the end of a call has been told to the customer, as far as it will be. */
  whenTold: (call: Call) => Promise<void>;
};

/** Instants that passed while the carrier was not running. */
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
};

/** How long the carrier's lists are wrong, or a record is missing, unless the fault says. */
export const staleByDefaultMs = 60_000;

/** Carries calls from dialling to their end, as planned or as somebody interferes. */
export function createLifecycle(needs: Needs): Lifecycle {
  const { clock, timers, calls, journal, callbacks, faults, options, scenario, onEnd } = needs;
  const timersByCall = new Map<Call, Timers>();
  const tellers = new Map<Call, PromiseWithResolvers<void>>();

  const timersOf = (call: Call): Timers => {
    const present = timersByCall.get(call);
    if (present) return present;
    // They are timers of the simulator too, so that closing it stops them all.
    const made = createTimers({ clock: { now: clock.now, at: timers.at } });
    timersByCall.set(call, made);
    return made;
  };
  const at = (call: Call, instant: number, run: () => void): void => void timersOf(call).at(instant, run);
  const move = (call: Call, change: Omit<StateEntry, 'type' | 'callUuid'>): void => {
    call.state = change.state;
    journal.append({ type: 'state', callUuid: call.callUuid, ...change });
  };

  const start = (call: Call, now: number): void => {
    call.startedAt = now;
    move(call, { state: 'dialing', at: now });
    planRing(call);
  };

  const planRing = (call: Call): void => {
    const { plan, startedAt } = call;
    const what = outcomes[plan.outcome];
    if (startedAt === null) return;
    if (what.kind === 'refused')
      return at(call, startedAt + plan.refusedAfterMs, () => end(call, what.reason));
    at(call, startedAt + plan.ringAfterMs, () => ring(call));
  };

  const ring = (call: Call): void => {
    call.rangAt = clock.now();
    move(call, { state: 'ringing', at: call.rangAt });
    void callbacks.notify({ call, event: 'Ring' });
    planPickUp(call, call.rangAt);
  };

  const planPickUp = (call: Call, rangAt: number): void => {
    const { plan, request } = call;
    const what = outcomes[plan.outcome];
    const limit = request.hangup_on_ring;
    if (limit !== undefined) at(call, rangAt + limit * 1000, () => end(call, 'scheduled'));
    const givenUpAt = rangAt + request.ring_timeout * 1000;
    const turnsAt = rangAt + (what.kind === 'answered' ? plan.answerAfterMs : plan.refusedAfterMs);
    if (givenUpAt <= turnsAt) return at(call, givenUpAt, () => end(call, 'ring-timeout'));
    at(call, turnsAt, () => (what.kind === 'answered' ? answer(call) : end(call, what.reason)));
  };

  const answer = (call: Call): void => {
    if (call.state !== 'ringing') return;
    call.answeredAt = clock.now();
    move(call, { state: 'in-progress', at: call.answeredAt });
    planLimits(call, call.answeredAt);
    planVerdict(call, call.answeredAt);
    answering.begin(call);
  };

  const planLimits = (call: Call, answeredAt: number): void => {
    at(call, answeredAt + call.request.time_limit * 1000, () => end(call, 'scheduled'));
    at(call, answeredAt + call.plan.patienceMs, () => end(call, 'callee'));
  };

  const planVerdict = (call: Call, answeredAt: number): void => {
    const { machine_detection: mode, machine_detection_time: longestMs } = call.request;
    if (mode !== 'true' && mode !== 'hangup') return;
    const { to, attempt, ordinal } = call;
    const key = `${to}|${ordinal}|verdict`;
    const rule = faults.strike(['machine-wrong', 'machine-never'], { to, attempt, ordinal, key });
    const found = isMachine(call.plan.outcome) !== (rule?.fault === 'machine-wrong');
    if (!found || rule?.fault === 'machine-never') return;
    at(call, answeredAt + Math.min(call.plan.verdictAfterMs, longestMs), () => {
      void callbacks.notify({ call, event: 'MachineDetection' });
      if (mode === 'hangup' || call.plan.outcome === 'machine-hangup') end(call, 'machine');
    });
  };

  const answering = createAnswering({
    callbacks,
    options,
    scenario,
    wait: (call, ms, next) => at(call, clock.now() + ms, next),
    end: (call, reason) => end(call, reason),
  });

  const end = (call: Call, reason: HangupReason, past?: Past): void => {
    if (call.state === 'ended') return;
    const now = clock.now();
    Object.assign(call, past ?? { endedAt: now });
    call.end = hangupCause(reason);
    strikeCallFaults(call);
    timersByCall.get(call)?.cancelAll();
    timersByCall.delete(call);
    answering.stop(call);
    move(call, { state: 'ended', at: now, end: call.end, ...past });
    calls.close(call);
    onEnd(call);
    timers.at(now + call.plan.hangupDelayMs, () => void tellEnd(call));
  };

  const tellEnd = async (call: Call): Promise<void> => {
    await callbacks.notify({ call, event: 'Hangup' });
    tellers.get(call)?.resolve();
    tellers.delete(call);
    call.settled.add('Hangup');
  };

  const strikeCallFaults = (call: Call): void => {
    const { to, attempt, ordinal } = call;
    const strike = (fault: CallFault) =>
      faults.strike([fault], { to, attempt, ordinal, key: `${to}|${ordinal}|${fault}` });
    const ghost = strike('live-ghost');
    const late = strike('record-late');
    if (ghost) call.listedUntil = clock.now() + (ghost.ms ?? staleByDefaultMs);
    if (late) call.recordFaultMs = late.ms ?? staleByDefaultMs;
  };

  return {
    start,
    end,
    hangUp(call) {
      end(call, call.answeredAt === null ? 'canceled' : 'api-request');
    },
    transfer: answering.transfer,
    whenTold(call) {
      if (call.settled.has('Hangup')) return Promise.resolve();
      const teller = tellers.get(call) ?? Promise.withResolvers<void>();
      tellers.set(call, teller);
      return teller.promise;
    },
    resume(call) {
      const { state, rangAt, answeredAt } = call;
      if (state === 'ended') {
        if (!call.settled.has('Hangup')) timers.at(clock.now(), () => void tellEnd(call));
        return;
      }
      if (state === 'dialing') return planRing(call);
      if (state === 'ringing' && rangAt !== null) return planPickUp(call, rangAt);
      if (answeredAt === null) return;
      planLimits(call, answeredAt);
      if (!call.settled.has('StartApp')) return answering.begin(call);
      at(call, answeredAt + call.plan.talkMs, () => end(call, 'callee'));
    },
  };
}
