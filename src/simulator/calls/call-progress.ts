import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Faults } from '../faults.ts';
import type { Journal, StateEntry } from '../journal/journal.ts';
import type { Clock } from '../types.ts';
import type { CallTimers } from './call-timers.ts';
import type { Call } from './calls.ts';
import type { HangupReason } from './hangup-causes.ts';
import { outcomes } from './outcomes.ts';
import { isMachine } from './plan.ts';

/** What the functions below use to move a call from dialling to its answer. */
export type Progress = {
  clock: Clock;
  journal: Journal;
  callbacks: Callbacks;
  faults: Faults;
  callTimers: CallTimers;
  end: (call: Call, reason: HangupReason) => void;
  /** Fetches and runs the answer document of an answered call. */
  begin: (call: Call) => void;
};

/** Sets the state of a call and records it in the journal. */
export function moveCall(
  { journal }: Pick<Progress, 'journal'>,
  call: Call,
  change: Omit<StateEntry, 'type' | 'callUuid'>,
): void {
  call.state = change.state;
  journal.append({ type: 'state', callUuid: call.callUuid, ...change });
}

export function startDialing(progress: Progress, call: Call, now: number): void {
  call.startedAt = now;
  moveCall(progress, call, { state: 'dialing', at: now });
  planRing(progress, call);
}

/** Sets the timer for the ringing or the refusal of a dialled call. */
export function planRing(progress: Progress, call: Call): void {
  const { callTimers, end } = progress;
  const { plan, startedAt } = call;
  const outcome = outcomes[plan.outcome];
  if (startedAt === null) return;
  if (outcome.kind === 'refused')
    return callTimers.at(call, startedAt + plan.refusedAfterMs, () => end(call, outcome.reason));
  callTimers.at(call, startedAt + plan.ringAfterMs, () => ring(progress, call));
}

function ring(progress: Progress, call: Call): void {
  call.rangAt = progress.clock.now();
  moveCall(progress, call, { state: 'ringing', at: call.rangAt });
  void progress.callbacks.notify({ call, event: 'Ring' });
  planPickUp(progress, call, call.rangAt);
}

/** Sets the timers for the answer, the refusal or the ring timeout of a ringing call. */
export function planPickUp(progress: Progress, call: Call, rangAt: number): void {
  const { callTimers, end } = progress;
  const { plan, request } = call;
  const outcome = outcomes[plan.outcome];
  const limit = request.hangup_on_ring;
  if (limit !== undefined) callTimers.at(call, rangAt + limit * 1000, () => end(call, 'scheduled'));
  const ringTimeoutAt = rangAt + request.ring_timeout * 1000;
  const resultAt = rangAt + (outcome.kind === 'answered' ? plan.answerAfterMs : plan.refusedAfterMs);
  if (ringTimeoutAt <= resultAt) return callTimers.at(call, ringTimeoutAt, () => end(call, 'ring-timeout'));
  callTimers.at(call, resultAt, () =>
    outcome.kind === 'answered' ? answer(progress, call) : end(call, outcome.reason),
  );
}

function answer(progress: Progress, call: Call): void {
  if (call.state !== 'ringing') return;
  call.answeredAt = progress.clock.now();
  moveCall(progress, call, { state: 'in-progress', at: call.answeredAt });
  planLimits(progress, call, call.answeredAt);
  planVerdict(progress, call, call.answeredAt);
  progress.begin(call);
}

/** Sets the timers for the latest end of an answered call. */
export function planLimits({ callTimers, end }: Progress, call: Call, answeredAt: number): void {
  callTimers.at(call, answeredAt + call.request.time_limit * 1000, () => end(call, 'scheduled'));
  callTimers.at(call, answeredAt + call.plan.patienceMs, () => end(call, 'callee'));
}

/** Sets the timer for the result of machine detection, if the request asks for it and a machine is found. */
function planVerdict({ callTimers, callbacks, faults, end }: Progress, call: Call, answeredAt: number): void {
  const { machine_detection: mode, machine_detection_time: maximumMs } = call.request;
  if (mode !== 'true' && mode !== 'hangup') return;
  const { to, attempt, ordinal } = call;
  const key = `${to}|${ordinal}|verdict`;
  const rule = faults.strike(['machine-wrong', 'machine-never'], { to, attempt, ordinal, key });
  const found = isMachine(call.plan.outcome) !== (rule?.fault === 'machine-wrong');
  if (!found || rule?.fault === 'machine-never') return;
  callTimers.at(call, answeredAt + Math.min(call.plan.verdictAfterMs, maximumMs), () => {
    void callbacks.notify({ call, event: 'MachineDetection' });
    if (mode === 'hangup' || call.plan.outcome === 'machine-hangup') end(call, 'machine');
  });
}
