import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attempt } from '../../../../../src/domain/attempt/attempt.ts';
import { createPlivoClient } from '../../../../../src/channels/voice/plivo/client.ts';
import type { HttpReply } from '../../../../../src/channels/voice/plivo/requests/http-send.ts';
import type { PlivoRequest } from '../../../../../src/channels/voice/plivo/requests/transport.ts';
import { callEvidence } from '../../../../../src/channels/voice/call.ts';
import { searchAttempt } from '../../../../../src/channels/voice/search.ts';
import { createTestClock } from '../../../../support/time/test-clock.ts';
import { attemptOf, newTouch } from '../../../support/touches.ts';

const apiId = 'api-1';
const callId = 'call-1';
const touch = newTouch();
const attempt: Attempt = attemptOf(touch, { receipt: callId, providerId: callId });
const digits = { to: touch.address.slice(1), from: (attempt.sender ?? '').slice(1) };

/** What Plivo would really say of the call, in every shape of an answer. */
const openCall = {
  api_id: apiId,
  call_uuid: callId,
  request_uuid: callId,
  call_status: 'in-progress',
  ...digits,
  session_start: '2027-03-01 14:00:00.250000',
};
const record = {
  api_id: apiId,
  call_uuid: callId,
  from_number: digits.from,
  to_number: digits.to,
  call_direction: 'outbound',
  initiation_time: '2027-03-01 14:00:00',
  answer_time: null,
  end_time: '2027-03-01 14:01:00',
  bill_duration: 0,
  call_state: 'BUSY',
  hangup_cause_code: 3010,
};
const lists = [
  { api_id: apiId, calls: [callId] },
  { api_id: apiId, meta: { next: null }, objects: [record] },
];
const shapes: readonly Record<string, unknown>[] = [
  openCall,
  record,
  ...lists,
  { api_id: apiId, error: 'x' },
];

/** An answer of Plivo with fields taken away, added or replaced by anything. */
const mangled = fc
  .tuple(
    fc.constantFrom(...shapes),
    fc.subarray([
      'api_id',
      'call_uuid',
      'to',
      'to_number',
      'from_number',
      'call_status',
      'calls',
      'objects',
      'meta',
    ]),
    fc.anything(),
  )
  .map(([shape, fields, value]) => {
    const spoilt = Object.fromEntries(fields.map((field) => [field, value]));
    return JSON.stringify({ ...shape, ...(fields.length === 0 ? { api_id: value } : spoilt) });
  });
const garbage = fc.oneof(
  fc.string(),
  fc.json(),
  fc.json().map((json) => `[${json}]`),
  fc.string().map((text) => `<!doctype html><title>Portal</title>${text}`),
  fc.constantFrom(...shapes).chain((shape) => {
    const text = JSON.stringify(shape);
    return fc.integer({ min: 0, max: text.length - 1 }).map((end) => text.slice(0, end));
  }),
);
const status = fc.oneof(
  fc.constantFrom(200, 201, 204, 302, 401, 403, 404, 407),
  fc.integer({ min: 200, max: 599 }),
);

function clientOf(answer: (request: PlivoRequest) => HttpReply) {
  return createPlivoClient({
    transport: { request: (request) => Promise.resolve(answer(request)), close: () => undefined },
    publicUrl: 'https://ringmaster.test',
    clock: createTestClock(),
  });
}
const answering = (code: number, body: string) =>
  clientOf(() => ({ kind: 'answer', status: code, headers: {}, body }));

const unusable = { code: 'carrier.answer-unusable' };

test('no reader concludes anything from an answer that is none', async () => {
  await fc.assert(
    fc.asyncProperty(status, garbage, async (code, body) => {
      fc.pre(!(code === 204 && body.trim() === ''));
      const client = answering(code, body);
      await expect(client.openCall({ state: 'live', id: callId, numbers: attempt })).rejects.toMatchObject(
        unusable,
      );
      await expect(client.openCall({ state: 'queued', id: callId, numbers: null })).rejects.toMatchObject(
        unusable,
      );
      await expect(client.openCalls('live', attempt)).rejects.toMatchObject(unusable);
      await expect(client.record(callId, attempt)).rejects.toMatchObject(unusable);
      await expect(client.records(attempt, 0)).rejects.toMatchObject(unusable);
      await expect(client.hangUp(callId)).rejects.toMatchObject(unusable);
      await expect(client.cancelRequest(callId)).rejects.toMatchObject(unusable);
      await expect(client.check()).rejects.toMatchObject(unusable);
      await expect(searchAttempt({ client, attempt })).rejects.toMatchObject(unusable);
    }),
  );
});

test('an end is taken only from a record of this very call', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(200, 404), mangled, async (code, body) => {
      const client = answering(code, body);
      const evidence = await searchAttempt({ client, attempt }).catch(() => []);
      if (!evidence.some(({ kind }) => kind === 'ended')) return;
      const said = JSON.parse(body) as Record<string, unknown>;
      expect(said).toMatchObject({ call_uuid: callId, call_direction: 'outbound' });
      expect(String(said['to_number']).replace(/\D/g, '')).toBe(digits.to);
      expect(String(said['from_number']).replace(/\D/g, '')).toBe(digits.from);
    }),
    { numRuns: 300 },
  );
});

const empty = JSON.stringify({ api_id: apiId, error: 'not found' });

test.each<[string, object]>([
  ['another call', { call_uuid: 'call-2' }],
  ['a call to another number', { to_number: '12025550148' }],
  ['a call from another number', { from_number: '12025550199' }],
])('a record of %s under the id asked for is asked for again', async (_what, change) => {
  const client = clientOf(({ query }) =>
    query?.['status'] === undefined
      ? { kind: 'answer', status: 200, headers: {}, body: JSON.stringify({ ...record, ...change }) }
      : { kind: 'answer', status: 404, headers: {}, body: empty },
  );
  await expect(searchAttempt({ client, attempt })).rejects.toMatchObject(unusable);
});

test('what one look finds counts although another look had no answer', async () => {
  const client = clientOf(({ query }) => {
    if (query?.['status'] === 'queued') return { kind: 'answer', status: 200, headers: {}, body: '<html>' };
    const body = JSON.stringify(query?.['status'] === 'live' ? openCall : {});
    return { kind: 'answer', status: 200, headers: {}, body };
  });
  expect(await searchAttempt({ client, attempt })).toContainEqual(callEvidence.answered(callId));
});

test('a list of records that holds calls between other numbers is no answer', async () => {
  const body = JSON.stringify({
    api_id: apiId,
    meta: { next: null },
    objects: [record, { ...record, call_uuid: 'call-2', to_number: '12025550148' }],
  });
  await expect(answering(200, body).records(attempt, 0)).rejects.toMatchObject(unusable);
});
