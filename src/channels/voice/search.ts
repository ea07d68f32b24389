import type { Attempt } from '../../domain/attempt.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { digitsOf } from './plivo/call-parameters.ts';
import type { OpenState, PlivoClient } from './plivo/client.ts';
import { type CallRecord, evidenceOfOpenCall, evidenceOfRecord, type OpenCall } from './plivo/records.ts';
import type { RequestPriority } from './plivo/request-budget.ts';

/** How far the provider's clock may be behind ours, its whole seconds included. */
const skewMs = 2_000;

/** How many open calls to look into one by one, should the provider's list not be narrowed down to our numbers. */
const mostLookedInto = 60;

/**
 * Looks for an attempt's call in the order a call moves: queued, live, recorded, so that one that moves on meanwhile
 * is not missed. A live one is looked up in the records too, because a live list can be stale. Known ids decide.
 * Without them numbers and times must match and exactly one call must fit: Plivo keeps no token of ours, so with two
 * that fit there is no evidence.
 */
export async function searchAttempt({
  client,
  attempt,
}: {
  client: PlivoClient;
  attempt: Attempt;
}): Promise<Evidence[]> {
  const queued = await findOpenCall({ client, attempt, state: 'queued' });
  if (queued) return evidenceOfOpenCall(queued);
  const live = await findOpenCall({ client, attempt, state: 'live' });
  const known = live ? { ...attempt, callId: live.callId } : attempt;
  const record = await findRecord({ client, attempt: known });
  return [...(live ? evidenceOfOpenCall(live) : []), ...(record ? evidenceOfRecord(record) : [])];
}

type Where = {
  client: PlivoClient;
  attempt: Attempt;
  state: OpenState;
  priority?: RequestPriority;
};

/** The attempt's call if it is queued or live right now. */
export async function findOpenCall({ client, attempt, state, priority }: Where): Promise<OpenCall | null> {
  for (const id of knownIds(attempt)) {
    const call = await client.openCall(state, id, priority);
    if (call) return call;
  }
  const listIsOfNoUse = attempt.callId !== null || (state === 'queued' && attempt.requestId !== null);
  if (listIsOfNoUse) return null;
  const listed = await client.openCalls(state, attempt, priority);
  const fitting: OpenCall[] = [];
  for (const id of listed.slice(0, mostLookedInto)) {
    const call = await client.openCall(state, id, priority);
    if (call && fits({ attempt, call, startedAt: call.startedAt })) fitting.push(call);
  }
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

async function findRecord({
  client,
  attempt,
}: {
  client: PlivoClient;
  attempt: Attempt;
}): Promise<CallRecord | null> {
  for (const id of knownIds(attempt)) {
    const record = await client.record(id);
    if (record) return record;
  }
  if (attempt.callId !== null) return null;
  const { records, more } = await client.records(attempt, attempt.mintedAt - skewMs);
  const fitting = records.filter((call) => fits({ attempt, call, startedAt: call.initiatedAt }));
  return !more && fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** The call's id, and the request's, which most often is the same. */
function knownIds({ callId, requestId }: Attempt): string[] {
  return [...new Set([callId, requestId])].filter((id) => id !== null);
}

type Candidate = {
  attempt: Attempt;
  call: { from: string; to: string; status: string; requestId?: string | null };
  startedAt: number | null;
};

/**
 * Same numbers, begun while the attempt was open, and not known to belong to another request. Queued calls show no
 * time: they have not begun.
 */
function fits({ attempt, call, startedAt }: Candidate): boolean {
  if (attempt.requestId !== null && call.requestId) return call.requestId === attempt.requestId;
  const sameNumbers =
    digitsOf(call.to) === digitsOf(attempt.address) &&
    (attempt.from === null || digitsOf(call.from) === digitsOf(attempt.from));
  if (!sameNumbers || startedAt === null) return sameNumbers && call.status === 'queued';
  return startedAt >= attempt.mintedAt - skewMs && startedAt <= (attempt.endedAt ?? Infinity);
}
