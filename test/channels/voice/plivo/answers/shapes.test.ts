import { expect, test } from 'vitest';
import type { z } from 'zod';
import {
  callListShape,
  callRecordShape,
  openCallShape,
  recordListShape,
} from '../../../../../src/channels/voice/plivo/answers/shapes.ts';
import { readTime, writeTime } from '../../../../../src/channels/voice/plivo/answers/times.ts';
import { evidenceOfRecord } from '../../../../../src/channels/voice/plivo/record-evidence.ts';

const readCallRecord = (fields: object) => callRecordShape.parse(fields);
const readOpenCall = (fields: object) => openCallShape.parse(fields);

const record = {
  api_id: 'api-1',
  answer_time: '2027-03-01 19:30:10+05:30',
  bill_duration: 66,
  billed_duration: 120,
  call_direction: 'outbound',
  call_duration: 66,
  call_state: 'ANSWER',
  call_uuid: '9a2b',
  end_time: '2027-03-01 19:31:16+05:30',
  from_number: '+12025550100',
  hangup_cause_code: 4000,
  hangup_cause_name: 'Normal Hangup',
  hangup_source: 'Callee',
  initiation_time: '2027-03-01 19:30:00+05:30',
  to_number: '12025550147',
  total_amount: '0.01700',
  total_rate: '0.00850',
};

test('a record tells the seconds of talk, not those that are billed', () => {
  expect(readCallRecord(record)).toEqual({
    callId: '9a2b',
    from: '+12025550100',
    to: '12025550147',
    initiatedAt: Date.UTC(2027, 2, 1, 14),
    answered: true,
    talkSeconds: 66,
    status: 'ANSWER',
    cause: { code: '4000', name: 'Normal Hangup', source: 'Callee' },
    cost: { cost: 17_000, rate: 8_500, billedSeconds: 120 },
  });
  const unrated = { ...record, billed_duration: null, total_amount: 'soon', total_rate: undefined };
  expect(readCallRecord(unrated).cost).toEqual({ cost: null, rate: null, billedSeconds: null });
});

test('a record without an answer time and a duration is of a call without an answer', () => {
  const unanswered = { ...record, answer_time: null, bill_duration: 0, call_duration: 0 };
  const busy = readCallRecord({ ...unanswered, hangup_cause_code: 3010, call_state: 'BUSY' });
  expect(busy.answered).toBe(false);
  expect(evidenceOfRecord(busy)).toMatchObject([
    { kind: 'ended', disposition: 'busy', details: { talkSeconds: null } },
  ]);
});

test('a call that was answered for less than a second was answered', () => {
  expect(readCallRecord({ ...record, bill_duration: 0, call_duration: 0 }).answered).toBe(true);
});

test('an open call tells its start in UTC, or not at all', () => {
  const open = {
    api_id: 'api-1',
    call_uuid: '9a2b',
    request_uuid: '9a2c',
    call_status: 'ringing',
    from: '1',
    to: '2',
  };
  expect(readOpenCall({ ...open, session_start: '2027-03-01 14:00:00.250000' })).toMatchObject({
    callId: '9a2b',
    requestId: '9a2c',
    startedAt: Date.UTC(2027, 2, 1, 14, 0, 0, 250),
  });
  expect(readOpenCall(open).startedAt).toBeNull();
});

test.each([
  ['2027-03-01 14:00:00', 0],
  ['2027-03-01 14:00:00Z', 0],
  ['2027-03-01T14:00:00+00:00', 0],
  ['2027-03-01 19:30:00+05:30', 0],
  ['2027-03-01 09:00:00 -0500', 0],
  ['2027-03-01 14:00:01.500000+00:00', 1500],
])('%s is an instant', (text, ms) => {
  expect(readTime(text)).toBe(Date.UTC(2027, 2, 1, 14) + ms);
});

test.each(['', 'None', '2027-03-01', '14:00:00', '2027-02-31T99:00:00'])('%j is no instant', (text) => {
  expect(readTime(text)).toBeNull();
});

test('filters get UTC in whole seconds', () => {
  expect(writeTime(Date.UTC(2027, 2, 1, 14, 0, 5, 999))).toBe('2027-03-01 14:00:05');
});

const openCall = {
  api_id: 'api-1',
  call_uuid: '9a2b',
  request_uuid: '9a2c',
  call_status: 'in-progress',
  from: '12025550100',
  to: '12025550147',
};

/** `undefined` takes a field away. */
const refused: readonly [string, z.ZodType, object, object][] = [
  ['a record without api_id', callRecordShape, record, { api_id: undefined }],
  ['a record without its call', callRecordShape, record, { call_uuid: '' }],
  ['a record of an inbound call', callRecordShape, record, { call_direction: 'inbound' }],
  ['a record without an end', callRecordShape, record, { end_time: null, hangup_cause_code: undefined }],
  ['a record with cause 0 and no time', callRecordShape, record, { end_time: '', hangup_cause_code: 0 }],
  ['a record of a call under way', callRecordShape, record, { call_state: 'IN_PROGRESS' }],
  ['a record that ends before it begins', callRecordShape, record, { end_time: '2027-03-01 19:29:00+05:30' }],
  [
    'a record that tells no duration',
    callRecordShape,
    record,
    { bill_duration: null, call_duration: undefined },
  ],
  ['a record with a negative duration', callRecordShape, record, { bill_duration: -1 }],
  ['a record with a time that is none', callRecordShape, record, { answer_time: 'soon' }],
  ['a record with a cause that is none', callRecordShape, record, { hangup_cause_code: 'proxy error' }],
  ['a live call that is over', openCallShape, openCall, { call_status: 'completed' }],
  ['a live call without a status', openCallShape, openCall, { call_status: undefined }],
  ['a live call without numbers', openCallShape, openCall, { to: '' }],
  ['a record in place of a live call', openCallShape, record, {}],
  ['a live call in place of a record', callRecordShape, openCall, {}],
  ['a list without calls', callListShape, { api_id: 'a' }, {}],
  ['a list of objects', callListShape, { api_id: 'a', calls: [{}] }, {}],
  ['records without their page', recordListShape, { api_id: 'a', objects: [record] }, {}],
  ['records among which is none', recordListShape, { api_id: 'a', meta: { next: null }, objects: [{}] }, {}],
];

test.each(refused)('%s is refused', (_what, shape, fields, change) => {
  expect(shape.safeParse({ ...fields, ...change }).success).toBe(false);
});

test('a record with an end by time alone, as older ones have, and one with a cause alone are taken', () => {
  const { hangup_cause_code: _code, call_state: _state, ...old } = record;
  expect(readCallRecord(old)).toMatchObject({ cause: { code: '' }, talkSeconds: 66 });
  expect(readCallRecord({ ...record, end_time: null })).toMatchObject({ cause: { code: '4000' } });
});
