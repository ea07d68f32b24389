import type { Attempt } from '../../../domain/attempt.ts';
import type { VoiceStep } from '../../../domain/campaign-definition.ts';
import { RingmasterError } from '../../../domain/errors.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Permit, PlaceOutcome, Touch } from '../../contract.ts';
import { callParameters, digitsOf } from './call-parameters.ts';
import type { HttpReply } from './http-send.ts';
import { parseObject, readPlaceReply } from './place-reply.ts';
import { type CallRecord, type OpenCall, readCallRecord, readOpenCall, writeTime } from './records.ts';
import type { RequestPriority } from './request-budget.ts';
import type { PlivoRequest, PlivoTransport } from './transport.ts';

/** Calls in a list, and whether there are more than the list shows. */
export type RecordPage = { records: readonly CallRecord[]; more: boolean };
export type OpenState = 'live' | 'queued';
export type Numbers = Pick<Attempt, 'address' | 'from'>;

/** Plivo's call resources in our words. Everything but `placeCall` throws `carrier.…` errors when there is no answer. */
export type PlivoClient = ReturnType<typeof createPlivoClient>;

/** Speaks Plivo's REST protocol (docs.plivo.com/docs/voice/api/call) through a transport that never repeats. */
export function createPlivoClient({
  transport,
  publicUrl,
  clock,
}: {
  transport: PlivoTransport;
  /** Where Plivo reaches our webhooks. */
  publicUrl: string;
  /** The system clock, to read a `Retry-After` date. */
  clock: Clock;
}) {
  const ask = async (request: PlivoRequest): Promise<Record<string, unknown> | null> => {
    const reply = await transport.request(request);
    if (reply.kind === 'answer' && reply.status === 404) return null;
    if (reply.kind === 'answer' && reply.status < 300) return parseObject(reply.body);
    throw asError(reply);
  };

  const get = (path: string, query: Record<string, string>, priority: RequestPriority) =>
    ask({ method: 'GET', path, priority, ...(Object.keys(query).length > 0 && { query }) });

  return {
    /** Places one call for one attempt, never in bulk. Does not throw. */
    async placeCall({
      touch,
      step,
      permit,
    }: {
      touch: Touch;
      step: VoiceStep;
      permit: Permit;
    }): Promise<PlaceOutcome> {
      const reply = await transport.request({
        method: 'POST',
        path: 'Call/',
        body: callParameters({ touch, step, publicUrl }),
        priority: 'dial',
        beforeWrite: () => permit.use(),
      });
      return readPlaceReply({ reply, now: clock.now() });
    },

    /** Hangs up a live call; false when the provider knows no such live call. */
    async hangUp(callId: string): Promise<boolean> {
      return (await ask({ method: 'DELETE', path: callPath(callId), priority: 'hang-up' })) !== null;
    },

    /** Cancels a call that has not been started; false when there is none. */
    async cancelRequest(requestId: string): Promise<boolean> {
      const path = `Request/${encodeURIComponent(requestId)}/`;
      return (await ask({ method: 'DELETE', path, priority: 'hang-up' })) !== null;
    },

    /** Ids of live or queued calls between two numbers. The provider may ignore the numbers: check each. */
    async openCalls(
      state: OpenState,
      numbers: Numbers,
      priority: RequestPriority = 'reconcile',
    ): Promise<readonly string[]> {
      const filter = state === 'live' ? numberFilter(numbers) : {};
      const body = await get('Call/', { status: state, ...filter }, priority);
      const calls: unknown = body?.['calls'];
      return Array.isArray(calls) ? calls.filter((id) => typeof id === 'string') : [];
    },

    /** One live or queued call; null when it is not (or no longer) in that state. */
    async openCall(
      state: OpenState,
      callId: string,
      priority: RequestPriority = 'reconcile',
    ): Promise<OpenCall | null> {
      const body = await get(`Call/${encodeURIComponent(callId)}`, { status: state }, priority);
      if (!body) return null;
      const call = readOpenCall(body);
      return { ...call, callId: call.callId || callId, status: state === 'queued' ? 'queued' : call.status };
    },

    /** The record of a finished call; null before it appears, or when there was no such call. */
    async record(callId: string): Promise<CallRecord | null> {
      const body = await get(callPath(callId), {}, 'reconcile');
      return body && readCallRecord(body);
    },

    /** Records of outbound calls between two numbers that ended at `endedSince` or later; at most 20 at once. */
    async records(numbers: Numbers, endedSince: number): Promise<RecordPage> {
      const filter = numberFilter(numbers);
      const query = {
        ...filter,
        call_direction: 'outbound',
        end_time__gte: writeTime(endedSince),
        limit: '20',
      };
      const body = await get('Call/', query, 'reconcile');
      const objects: unknown = body?.['objects'];
      const records = Array.isArray(objects)
        ? objects.map((fields: Record<string, unknown>) => readCallRecord(fields))
        : [];
      const meta = body?.['meta'] as { next?: unknown } | undefined;
      return { records, more: Boolean(meta?.next) };
    },

    /** Asks for one record, to see whether the provider answers and knows us. */
    check: () =>
      transport.request({ method: 'GET', path: 'Call/', query: { limit: '1' }, priority: 'reconcile' }),
  };
}

function numberFilter({ address, from }: Numbers): Record<string, string> {
  return { to_number: digitsOf(address), ...(from !== null && { from_number: digitsOf(from) }) };
}

function callPath(callId: string): string {
  return `Call/${encodeURIComponent(callId)}/`;
}

function asError(reply: HttpReply): RingmasterError {
  if (reply.kind !== 'answer') {
    return new RingmasterError({
      code: 'carrier.unreachable',
      family: 'overloaded',
      message: `Plivo gave no answer: ${reply.detail}`,
      hint: 'It is asked again later; look at the network and at status.plivo.com if this goes on.',
    });
  }
  const refused = reply.status === 401 || reply.status === 403;
  return new RingmasterError({
    code: refused ? 'carrier.unauthorized' : 'carrier.answer-unusable',
    family: refused ? 'refused' : 'overloaded',
    message: `Plivo answered HTTP ${reply.status}`,
    hint: refused ? 'Check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN.' : 'It is asked again later.',
    details: { status: reply.status },
  });
}
