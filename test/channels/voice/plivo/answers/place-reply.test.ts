import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpReply } from '../../../../../src/channels/voice/plivo/requests/http-send.ts';
import { readPlaceReply } from '../../../../../src/channels/voice/plivo/answers/place-reply.ts';

const now = Date.UTC(2027, 2, 1);

/** An object gets the `api_id` that all of Plivo's answers have; a text is taken as it is. */
function read(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify({ api_id: 'api-1', ...(body as object) });
  return readPlaceReply({ reply: { kind: 'answer', status, headers, body: text }, now });
}

test.each([200, 201, 202])('%i with a request id is accepted', (status) => {
  const body = { message: 'call fired', request_uuid: 'r-1' };
  expect(read(status, body)).toEqual({ kind: 'accepted', receipt: 'r-1' });
});

test('a list of one request id is accepted too', () => {
  expect(read(201, { message: 'call fired', request_uuid: ['r-1'] })).toEqual({
    kind: 'accepted',
    receipt: 'r-1',
  });
});

test.each([
  [204, ''],
  [201, '{}'],
  [200, '<html>'],
  [201, '[]'],
  [201, 'null'],
  [201, '{"request_uuid":""}'],
  [201, '{"message":"call fired","request_uuid":"r-1"}'],
  [201, '{"api_id":"a","request_uuid":"r-1"}'],
  [201, '{"api_id":"a","message":"call fired","request_uuid":["r-1","r-2"]}'],
  [201, '{"api_id":"a","message":"call fired","request_uuid":"r-1","error":"internal"}'],
  [200, '{"api_id":"a","call_uuid":"c","request_uuid":"r-9","call_status":"ringing","from":"1","to":"2"}'],
  [200, '{"api_id":"a","error":"internal"}'],
  [201, '{"api_id":"a","message":"call fired","reques'],
  [201, '[{"api_id":"a","message":"call fired","request_uuid":"r-1"}]'],
  [302, ''],
  [302, '{"api_id":"a","error":"moved"}'],
  [400, '{"error":"to parameter is not valid"}'],
  [401, '<html>401 Authorization Required</html>'],
  [402, '{}'],
  [403, '<html>Your organisation blocks this page: destination forbidden</html>'],
  [403, '{"message":"Forbidden"}'],
  [404, '<html>404 Not Found</html>'],
  [404, '{"message":"no Route matched with those values"}'],
  [407, 'Proxy Authentication Required'],
  [408, '<html>408 Request Time-out</html>'],
  [413, '<html>Request Entity Too Large</html>'],
  [429, '<html>429 Too Many Requests</html>'],
  [451, ''],
  [500, '{"error":"x"}'],
  [502, ''],
  [503, '<html>5030</html>'],
])('%i %s says nothing for certain', (status, body) => {
  expect(read(status, body).kind).toBe('ambiguous');
});

test('429 is throttled for as long as the provider asks, or for one window', () => {
  const body = { error: 'Too many requests' };
  expect(read(429, body)).toMatchObject({ kind: 'not-placed', reason: 'throttled', retryAfterMs: 5_000 });
  expect(read(429, body, { 'retry-after': '12' })).toMatchObject({ retryAfterMs: 12_000 });
  const date = new Date(now + 30_000).toUTCString();
  expect(read(429, body, { 'retry-after': date })).toMatchObject({ retryAfterMs: 30_000 });
  expect(read(429, body, { 'retry-after': 'soon' })).toMatchObject({ retryAfterMs: 5_000 });
});

test.each([
  { error: '5030 Concurrency Limit Breached' },
  { error: 'rejected', hangup_cause_code: 5030 },
  { error: 'rejected', error_code: '5030' },
])('a refusal for concurrency is throttled: %j', (body) => {
  expect(read(403, body)).toMatchObject({ kind: 'not-placed', reason: 'throttled' });
  expect(read(400, body)).toMatchObject({ kind: 'not-placed', reason: 'throttled' });
});

test.each([
  [401, 'Could not verify your access level for that URL.'],
  [403, { error: 'geo permission: calls to this destination are not enabled' }],
  [404, { error: 'not found' }],
  [400, { error: 'from parameter must be a number of the account' }],
  [400, { error: 'Caller ID +912012345678 has no accepted compliance application' }],
  [
    400,
    {
      error:
        'from parameter is invalid. +912012345678 is not associated with your account. Use a phone number rented on your account.',
    },
  ],
  [
    400,
    {
      error:
        "from number +912012345678 cannot place calls as its compliance application is not in 'accepted' status.",
    },
  ],
  [
    400,
    { error: "from number +912012345678 cannot place calls as its compliance application is 'suspended'." },
  ],
  [400, { error: 'Voice capability is currently disabled for this account' }],
  [403, { error: 'domestic_anchored_terms_not_met' }],
  [400, { error: 'answer_url parameter must be a valid URL' }],
  [400, { error: 'ring_timeout parameter must be at least 1' }],
  [400, { error: 'You are not allowed to do this' }],
])('%i %j bars the configuration instead of blaming the person', (status, body) => {
  expect(read(status, body)).toMatchObject({ kind: 'barred', fault: 'configuration' });
});

test.each([
  [402, { error: 'payment required' }],
  [400, { error: 'insufficient balance' }],
  [403, { error: 'out of credit' }],
])('%i %j bars for want of credit', (status, body) => {
  expect(read(status, body)).toMatchObject({ kind: 'barred', fault: 'credit' });
});

test.each([
  'to parameter must be phone numbers or sip: URIs',
  "'to' is not a valid phone number",
  'invalid destination number',
  'dst is invalid',
])('400 about the number called refuses that number: %s', (error) => {
  expect(read(400, { error })).toMatchObject({ kind: 'refused', disposition: 'invalid' });
});

test('a detail never shows a whole phone number', () => {
  const outcome = read(400, { error: 'to parameter +12025550147 is not valid' });
  expect(outcome).toMatchObject({ kind: 'refused', detail: 'HTTP 400: to parameter …47 is not valid' });
});

test('an unsent request is not placed: expired if the permit said no, else unreachable', () => {
  const vetoed: HttpReply = { kind: 'unsent', detail: 'no', vetoed: true };
  expect(readPlaceReply({ reply: vetoed, now })).toMatchObject({ kind: 'not-placed', reason: 'expired' });
  const refused: HttpReply = { kind: 'unsent', detail: 'ECONNREFUSED' };
  expect(readPlaceReply({ reply: refused, now })).toMatchObject({
    kind: 'not-placed',
    reason: 'unreachable',
  });
});

test('a lost reply is ambiguous', () => {
  expect(readPlaceReply({ reply: { kind: 'lost', detail: 'reset' }, now })).toEqual({
    kind: 'ambiguous',
    detail: 'reset',
  });
});

test('no answer but one of Plivo says anything', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => `<html><body>${text}</body></html>`),
  );
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), anything, (status, body) => {
      expect(read(status, body).kind).toBe('ambiguous');
    }),
  );
});

test("a refusal in Plivo's words is a proof where its status is a 4xx, and nowhere else", () => {
  const words = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), words, (status, error) => {
      const { kind } = read(status, { error });
      const proof = ['not-placed', 'refused', 'barred'].includes(kind);
      expect(proof).toBe(status >= 400 && status < 500);
    }),
  );
});
