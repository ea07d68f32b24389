import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { VoiceStep } from '../step.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Permit, PlaceOutcome, Touch } from '../../contract.ts';
import { readPlaceReply } from './answers/place-reply.ts';
import { readAnswer, readDone, readOne } from './answers/read.ts';
import {
  anyListShape,
  callListShape,
  callRecordShape,
  openCallShape,
  recordListShape,
} from './answers/shapes.ts';
import type { CallRecord, OpenCall, RecordPage } from './answers/shapes.ts';
import { writeTime } from './answers/times.ts';
import { callParameters, digitsOf } from './call-parameters.ts';
import type { HttpReply } from './requests/http-send.ts';
import type { RequestPriority } from './requests/request-budget.ts';
import type { PlivoTransport } from './requests/transport.ts';

export type OpenState = 'live' | 'queued';
export type Numbers = Pick<Attempt, 'address' | 'sender'>;

/** One live or queued call to look at. */
type OpenCallQuery = {
  state: OpenState;
  /** Of a call or, of one whose own id is not known yet, of its request. */
  id: string;
  /** The numbers it must be between; null for a call out of a list, which may be any. */
  numbers: Numbers | null;
  priority?: RequestPriority | undefined;
};

/**
 * Plivo's call resources in neutral terms. Everything but `placeCall` throws `carrier.…` errors when there is no answer,
 * or one that is not about what was asked for.
 */
export type PlivoClient = ReturnType<typeof createPlivoClient>;

type ClientInput = {
  transport: PlivoTransport;
  /** Where Plivo reaches our webhooks. */
  publicUrl: string;
  /** The system clock, to read a `Retry-After` date. */
  clock: Clock;
};

/** Speaks Plivo's REST protocol (docs.plivo.com/docs/voice/api/call) through a transport that never repeats. */
export function createPlivoClient(input: ClientInput) {
  return { ...callCommands(input), ...openCallReads(input), ...recordReads(input) };
}

/** What changes calls at Plivo. */
function callCommands({ transport, publicUrl, clock }: ClientInput) {
  const remove = (path: string): Promise<HttpReply> =>
    transport.request({ method: 'DELETE', path, priority: 'hang-up' });
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
      return readDone(await remove(callPath(callId)), { what: 'the end of a call' });
    },

    /** Cancels a call that has not been started; false when there is none. */
    async cancelRequest(requestId: string): Promise<boolean> {
      const path = `Request/${encodeURIComponent(requestId)}/`;
      return readDone(await remove(path), { what: 'the end of a queued call' });
    },
  };
}

/** Reads of live and queued calls. */
function openCallReads({ transport }: Pick<ClientInput, 'transport'>) {
  return {
    /** Ids of live or queued calls between two numbers. The provider may ignore the numbers: check each. */
    async openCalls(
      state: OpenState,
      numbers: Numbers,
      priority: RequestPriority = 'reconcile',
    ): Promise<readonly string[]> {
      const filter = state === 'live' ? numberFilter(numbers) : {};
      const reply = await get(transport, { path: 'Call/', query: { status: state, ...filter }, priority });
      return readAnswer(reply, { what: `a list of ${state} calls`, shape: callListShape });
    },

    /** One live or queued call; null when it is not (or no longer) in that state. */
    async openCall({ state, id, numbers, priority = 'reconcile' }: OpenCallQuery): Promise<OpenCall | null> {
      const reply = await get(transport, {
        path: `Call/${encodeURIComponent(id)}`,
        query: { status: state },
        priority,
      });
      return readOne(reply, {
        what: `the ${state} call asked for`,
        shape: openCallShape,
        isAbout: (call) =>
          [call.callId, call.requestId].includes(id) &&
          (call.status === 'queued') === (state === 'queued') &&
          (numbers === null || isBetween(call, numbers)),
      });
    },
  };
}

/** Reads of the records of finished calls. */
function recordReads({ transport }: Pick<ClientInput, 'transport'>) {
  return {
    /** The record of a finished call; null before it appears, or when there was no such call. */
    async record(callId: string, numbers: Numbers): Promise<CallRecord | null> {
      const reply = await get(transport, { path: callPath(callId), query: {}, priority: 'reconcile' });
      return readOne(reply, {
        what: 'the record of the call asked for',
        shape: callRecordShape,
        isAbout: (record) => record.callId === callId && isBetween(record, numbers),
      });
    },

    /** Records of outbound calls between two numbers that ended at `endedSince` or later; at most 20 at once. */
    async records(numbers: Numbers, endedSince: number): Promise<RecordPage> {
      const query = {
        ...numberFilter(numbers),
        call_direction: 'outbound',
        end_time__gte: writeTime(endedSince),
        limit: '20',
      };
      const reply = await get(transport, { path: 'Call/', query, priority: 'reconcile' });
      return readAnswer(reply, {
        what: 'a list of the records asked for',
        shape: recordListShape,
        isAbout: ({ records }) => records.every((record) => isBetween(record, numbers)),
      });
    },

    /** Asks for one record, to see whether the provider answers and knows us. Throws as the others do. */
    async check(): Promise<void> {
      const reply = await get(transport, { path: 'Call/', query: { limit: '1' }, priority: 'reconcile' });
      readAnswer(reply, { what: 'a list of call records', shape: anyListShape });
    },
  };
}

function get(
  transport: PlivoTransport,
  { path, query, priority }: { path: string; query: Record<string, string>; priority: RequestPriority },
): Promise<HttpReply> {
  return transport.request({
    method: 'GET',
    path,
    priority,
    ...(Object.keys(query).length > 0 && { query }),
  });
}

function isBetween({ from, to }: { from: string; to: string }, numbers: Numbers): boolean {
  const isFrom = numbers.sender === null || digitsOf(from) === digitsOf(numbers.sender);
  return isFrom && digitsOf(to) === digitsOf(numbers.address);
}

function numberFilter({ address, sender }: Numbers): Record<string, string> {
  return { to_number: digitsOf(address), ...(sender !== null && { from_number: digitsOf(sender) }) };
}

function callPath(callId: string): string {
  return `Call/${encodeURIComponent(callId)}/`;
}
