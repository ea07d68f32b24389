import type { Attempt } from '../../domain/attempt/attempt.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import type { CallRecord, OpenCall } from './plivo/answers/shapes.ts';
import { digitsOf } from './plivo/call-parameters.ts';
import type { OpenState, PlivoClient } from './plivo/client.ts';
import { evidenceOfOpenCall, evidenceOfRecord } from './plivo/record-evidence.ts';
import type { RequestPriority } from './plivo/requests/request-budget.ts';

/** The maximum lag of the provider's clock behind ours, including its whole seconds. */
const skewMs = 2_000;

/**
 * The maximum number of open calls that are read one by one, if the provider does not filter its list by our numbers.
 */
const maxReads = 60;

/**
 * Searches for the call of an attempt in the order in which a call moves: queued, live, recorded. So a call that
 * moves during the search is not missed. A live call is searched in the records too, because a live list can be
 * stale. Known ids decide. Without known ids, numbers and times must match, and exactly one call must fit: Plivo
 * keeps no token of ours, so two fitting calls are no evidence. A read without a usable answer is ignored if another
 * read finds the call, but "nothing found" needs an answer to every read. Otherwise this function throws.
 */
export async function searchAttempt({
  client,
  attempt,
}: {
  client: PlivoClient;
  attempt: Attempt;
}): Promise<Evidence[]> {
  const { look, unusable } = createLooks();
  const queued = await look(() => findOpenCall({ client, attempt, state: 'queued' }));
  if (queued) return evidenceOfOpenCall(queued);
  const live = await look(() => findOpenCall({ client, attempt, state: 'live' }));
  const known = live ? { ...attempt, providerId: live.callId } : attempt;
  const record = await look(() => findRecord({ client, attempt: known }));
  const found = [...(live ? evidenceOfOpenCall(live) : []), ...(record ? evidenceOfRecord(record) : [])];
  if (found.length === 0 && unusable.length > 0) throw unusable[0];
  return found;
}

/** Keeps the errors of reads that had an unusable answer; other errors are thrown. */
function createLooks() {
  const unusable: unknown[] = [];
  const look = async <Found>(run: () => Promise<Found | null>): Promise<Found | null> => {
    try {
      return await run();
    } catch (error) {
      if (!isRingmasterError(error, 'carrier.answer-unusable')) throw error;
      unusable.push(error);
      return null;
    }
  };
  return { look, unusable };
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
    const call = await client.openCall({ state, id, numbers: attempt, priority });
    if (call) return call;
  }
  const listIsOfNoUse = attempt.providerId !== null || (state === 'queued' && attempt.receipt !== null);
  if (listIsOfNoUse) return null;
  const listed = await client.openCalls(state, attempt, priority);
  const fitting: OpenCall[] = [];
  for (const id of listed.slice(0, maxReads)) {
    const call = await client.openCall({ state, id, numbers: null, priority });
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
    const record = await client.record(id, attempt);
    if (record) return record;
  }
  if (attempt.providerId !== null) return null;
  const { records, more } = await client.records(attempt, attempt.mintedAt - skewMs);
  const fitting = records.filter((call) => fits({ attempt, call, startedAt: call.initiatedAt }));
  return !more && fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** The ids of the call and of its request, which are usually the same. */
function knownIds({ providerId, receipt }: Attempt): string[] {
  return [...new Set([providerId, receipt])].filter((id) => id !== null);
}

type Candidate = {
  attempt: Attempt;
  call: { from: string; to: string; status: string; requestId?: string | null };
  startedAt: number | null;
};

/**
 * The numbers are the same, the call began while the attempt was open, and it is not known to belong to another
 * request. Queued calls have no time: they have not begun.
 */
function fits({ attempt, call, startedAt }: Candidate): boolean {
  if (attempt.receipt !== null && call.requestId) return call.requestId === attempt.receipt;
  const sameNumbers =
    digitsOf(call.to) === digitsOf(attempt.address) &&
    (attempt.sender === null || digitsOf(call.from) === digitsOf(attempt.sender));
  if (!sameNumbers || startedAt === null) return sameNumbers && call.status === 'queued';
  return startedAt >= attempt.mintedAt - skewMs && startedAt <= (attempt.endedAt ?? Infinity);
}
