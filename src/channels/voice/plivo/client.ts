import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { VoiceStep } from '../step.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Permit, PlaceOutcome, Touch, TransferOutcome } from '../../contract.ts';
import { readPlaceReply } from './answers/place-reply.ts';
import { readTransferReply } from './answers/transfer-reply.ts';
import { readAnswer, readDone, readOne } from './answers/read.ts';
import {
  anyListShape,
  callListShape,
  callRecordShape,
  openCallShape,
  recordListShape,
  touchListShape,
} from './answers/shapes.ts';
import type { CallRecord, OpenCall, RecordPage, TouchPage } from './answers/shapes.ts';
import { writeTime } from './answers/times.ts';
import { callParameters, digitsOf } from './call-parameters.ts';
import type { HttpReply } from './requests/http-send.ts';
import type { RequestPriority } from './requests/request-budget.ts';
import type { PlivoTransport } from './requests/transport.ts';

export type OpenState = 'live' | 'queued';
export type Numbers = Pick<Attempt, 'address' | 'sender'>;

/** One live or queued call to read. */
type OpenCallQuery = {
  state: OpenState;
  /** The id of the call, or the id of its request while the call's own id is not known. */
  id: string;
  /** The numbers that it must be between; null for a call from a list, which may have any numbers. */
  numbers: Numbers | null;
  priority?: RequestPriority | undefined;
};

/**
 * Plivo's call resources in neutral terms. All functions except `placeCall` throw `carrier.…` errors if there is no
 * answer, or an answer that is not about the requested call.
 */
export type PlivoClient = ReturnType<typeof createPlivoClient>;

type ClientInput = {
  transport: PlivoTransport;
  /** The public URL of the webhooks. */
  publicUrl: string;
  /** The system clock, to read a `Retry-After` date. */
  clock: Clock;
};

/** Speaks Plivo's REST protocol (docs.plivo.com/docs/voice/api/call) through a transport that never repeats. */
export function createPlivoClient(input: ClientInput) {
  return { ...callCommands(input), ...openCallReads(input), ...recordReads(input) };
}

/** Requests that change calls at Plivo. */
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

    /** Hangs up a live call; false if the provider has no such live call. */
    async hangUp(callId: string): Promise<boolean> {
      return readDone(await remove(callPath(callId)), { what: 'the end of a call' });
    },

    /** Continues a live call with the document at a URL. Does not throw. */
    async transferCall(callId: string, url: string): Promise<TransferOutcome> {
      const reply = await transport.request({
        method: 'POST',
        path: callPath(callId),
        body: { legs: 'aleg', aleg_url: url, aleg_method: 'POST' },
        priority: 'hang-up',
      });
      return readTransferReply(reply);
    },

    /** Cancels a call that has not started; false if there is none. */
    async cancelRequest(requestId: string): Promise<boolean> {
      const path = `Request/${encodeURIComponent(requestId)}/`;
      return readDone(await remove(path), { what: 'the end of a queued call' });
    },
  };
}

/** Reads of live and queued calls. */
function openCallReads({ transport }: Pick<ClientInput, 'transport'>) {
  return {
    /**
     * Ids of live or queued calls between two numbers. The provider may ignore the numbers, so the caller must check
     * each call.
     */
    async openCalls(
      state: OpenState,
      numbers: Numbers,
      priority: RequestPriority = 'reconcile',
    ): Promise<readonly string[]> {
      const filter = state === 'live' ? numberFilter(numbers) : {};
      const reply = await get(transport, { path: 'Call/', query: { status: state, ...filter }, priority });
      return readAnswer(reply, { what: `a list of ${state} calls`, shape: callListShape });
    },

    /** Ids of all live or queued calls of the account. */
    async allOpenCalls(state: OpenState): Promise<readonly string[]> {
      const reply = await get(transport, {
        path: 'Call/',
        query: { status: state },
        priority: 'reconcile',
      });
      return readAnswer(reply, { what: `a list of ${state} calls`, shape: callListShape });
    },

    /** One live or queued call; null if it is not (or no longer) in that state. */
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
    /** The record of a finished call; null until it exists, and if there was no such call. */
    async record(callId: string, numbers: Numbers): Promise<CallRecord | null> {
      const reply = await get(transport, { path: callPath(callId), query: {}, priority: 'reconcile' });
      return readOne(reply, {
        what: 'the record of the call asked for',
        shape: callRecordShape,
        isAbout: (record) => record.callId === callId && isBetween(record, numbers),
      });
    },

    /** Records of outbound calls between two numbers that ended at `endedSince` or later; at most 20 per page. */
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

    /** A page of the outbound calls of the account that ended at `endedSince` or later, newest first. */
    async touches({ endedSince, offset }: { endedSince: number; offset: number }): Promise<TouchPage> {
      const query = {
        call_direction: 'outbound',
        end_time__gte: writeTime(endedSince),
        limit: '20',
        offset: String(offset),
      };
      const reply = await get(transport, { path: 'Call/', query, priority: 'reconcile' });
      return readAnswer(reply, { what: 'a list of call records', shape: touchListShape });
    },

    /** Requests one record, to check that the provider answers and accepts the account. Throws as the others do. */
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
