import type { Call, Calls } from './calls.ts';
import type { HangupReason } from './hangup-causes.ts';
import type { CallbackEntry, JournalEntry, PlacedEntry, StateEntry } from '../journal/journal.ts';
import type { Lifecycle, Past } from './call-lifecycle.ts';
import { outcomes } from './outcomes.ts';
import { isMachine } from './plan.ts';

/** Rebuilds the calls of a journal in their last state. */
export function readCalls({
  entries,
  revive,
  calls,
}: {
  entries: readonly JournalEntry[];
  revive: (entry: PlacedEntry) => Call | null;
  calls: Calls;
}): void {
  for (const entry of entries) {
    if (entry.type === 'reply') continue;
    if (entry.type === 'placed') {
      const call = revive(entry);
      if (call) calls.add(call);
      continue;
    }
    const call = calls.get(entry.callUuid);
    if (call) apply({ call, entry, calls });
  }
}

function apply({
  call,
  entry,
  calls,
}: {
  call: Call;
  entry: StateEntry | CallbackEntry;
  calls: Calls;
}): void {
  if (entry.type === 'callback') {
    if (entry.final) call.settled.add(entry.event);
    return;
  }
  call.state = entry.state;
  if (entry.state === 'dialing') call.startedAt = entry.at;
  if (entry.state === 'ringing') call.rangAt = entry.at;
  if (entry.state === 'in-progress') call.answeredAt = entry.at;
  if (entry.state !== 'ended') return;
  call.rangAt = entry.rangAt ?? call.rangAt;
  call.answeredAt = entry.answeredAt ?? call.answeredAt;
  call.endedAt = entry.endedAt ?? entry.at;
  call.end = entry.end ?? null;
  calls.close(call);
}

/**
 * Resumes the calls that were open when the carrier stopped. A call whose planned end has passed ends at once with
 * its planned outcome. An answered call does not repeat its document: the contact hangs up after the planned time.
 */
export function resumeCalls({
  calls,
  lifecycle,
  now,
}: {
  calls: Calls;
  lifecycle: Lifecycle;
  now: number;
}): void {
  for (const call of calls.all()) {
    const planned = call.state === 'ended' ? null : plannedEnd(call);
    if (planned && planned.past.endedAt <= now) lifecycle.end(call, planned.reason, planned.past);
    else lifecycle.resume(call);
  }
}

function plannedEnd({ plan, request, ...call }: Call): { reason: HangupReason; past: Past } | null {
  const what = outcomes[plan.outcome];
  if (call.startedAt === null) return null;
  if (what.kind === 'refused') return ended(what.reason, null, null, call.startedAt + plan.refusedAfterMs);
  const rangAt = call.rangAt ?? call.startedAt + plan.ringAfterMs;
  const ringTimeoutAt = rangAt + request.ring_timeout * 1000;
  const resultAt =
    call.answeredAt ?? rangAt + (what.kind === 'answered' ? plan.answerAfterMs : plan.refusedAfterMs);
  if (call.answeredAt === null && ringTimeoutAt <= resultAt)
    return ended('ring-timeout', rangAt, null, ringTimeoutAt);
  if (what.kind === 'unanswered') return ended(what.reason, rangAt, null, resultAt);
  if (isMachine(plan.outcome) && request.machine_detection === 'hangup') {
    return ended('machine', rangAt, resultAt, resultAt + plan.verdictAfterMs);
  }
  const stayMs = Math.min(plan.talkMs, plan.patienceMs, request.time_limit * 1000);
  return ended('callee', rangAt, resultAt, resultAt + stayMs);
}

function ended(reason: HangupReason, rangAt: number | null, answeredAt: number | null, endedAt: number) {
  return { reason, past: { rangAt, answeredAt, endedAt } };
}
