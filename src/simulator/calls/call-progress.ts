import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Faults } from '../faults.ts';
import type { Journal, StateEntry } from '../journal/journal.ts';
import type { Clock } from '../types.ts';
import type { CallTimers } from './call-timers.ts';
import type { Call } from './calls.ts';
import type { HangupReason } from './hangup-causes.ts';
import { outcomes } from './outcomes.ts';
import { isMachine } from './plan.ts';

/** What moves a call from dialling to its answer. */
export type Progress = {
  clock: Clock;
  journal: Journal;
  callbacks: Callbacks;
  faults: Faults;
  callTimers: CallTimers;
  end: (call: Call, reason: HangupReason) => void;
  /** Begins with the answer document of an answered call. */
  begin: (call: Call) => void;
};

/** Notes a new state of a call. */
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

/** Plans when a dialled call rings, or is refused. */
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

/** Plans when a ringing call is answered, refused or given up. */
export function planPickUp(progress: Progress, call: Call, rangAt: number): void {
  const { callTimers, end } = progress;
  const { plan, request } = call;
  const outcome = outcomes[plan.outcome];
  const limit = request.hangup_on_ring;
  if (limit !== undefined) callTimers.at(call, rangAt + limit * 1000, () => end(call, 'scheduled'));
  const givenUpAt = rangAt + request.ring_timeout * 1000;
  const turnsAt = rangAt + (outcome.kind === 'answered' ? plan.answerAfterMs : plan.refusedAfterMs);
  if (givenUpAt <= turnsAt) return callTimers.at(call, givenUpAt, () => end(call, 'ring-timeout'));
  callTimers.at(call, turnsAt, () =>
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

/** Plans the latest end of an answered call. */
export function planLimits({ callTimers, end }: Progress, call: Call, answeredAt: number): void {
  callTimers.at(call, answeredAt + call.request.time_limit * 1000, () => end(call, 'scheduled'));
  callTimers.at(call, answeredAt + call.plan.patienceMs, () => end(call, 'callee'));
}

/** Plans when the machine detection has found a machine, if the request asks for one. */
function planVerdict({ callTimers, callbacks, faults, end }: Progress, call: Call, answeredAt: number): void {
  const { machine_detection: mode, machine_detection_time: longestMs } = call.request;
  if (mode !== 'true' && mode !== 'hangup') return;
  const { to, attempt, ordinal } = call;
  const key = `${to}|${ordinal}|verdict`;
  const rule = faults.strike(['machine-wrong', 'machine-never'], { to, attempt, ordinal, key });
  const found = isMachine(call.plan.outcome) !== (rule?.fault === 'machine-wrong');
  if (!found || rule?.fault === 'machine-never') return;
  callTimers.at(call, answeredAt + Math.min(call.plan.verdictAfterMs, longestMs), () => {
    void callbacks.notify({ call, event: 'MachineDetection' });
    if (mode === 'hangup' || call.plan.outcome === 'machine-hangup') end(call, 'machine');
  });
}
