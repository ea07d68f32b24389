import { expect, test } from 'vitest';
import {
  evidenceOfRecord,
  readCallRecord,
  readOpenCall,
  readTime,
  writeTime,
} from '../../../../src/channels/voice/plivo/records.ts';

const record = {
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
};

test('a record tells the seconds of talk, not those that are billed', () => {
  expect(readCallRecord(record)).toEqual({
    callId: '9a2b',
    from: '+12025550100',
    to: '12025550147',
    direction: 'outbound',
    initiatedAt: Date.UTC(2027, 2, 1, 14),
    answered: true,
    talkSeconds: 66,
    status: 'ANSWER',
    cause: { code: '4000', name: 'Normal Hangup', source: 'Callee' },
  });
});

test('a record without an answer time and a duration is of a call nobody answered', () => {
  const unanswered = { ...record, answer_time: null, bill_duration: 0, call_duration: 0 };
  const busy = readCallRecord({ ...unanswered, hangup_cause_code: 3010, call_state: 'BUSY' });
  expect(busy.answered).toBe(false);
  expect(evidenceOfRecord(busy)).toMatchObject([{ kind: 'ended', disposition: 'busy', talkSeconds: null }]);
});

test('a call that was answered for less than a second was answered', () => {
  expect(readCallRecord({ ...record, bill_duration: 0, call_duration: 0 }).answered).toBe(true);
});

test('an open call tells its start in UTC, or not at all', () => {
  const open = { call_uuid: '9a2b', request_uuid: '9a2c', call_status: 'ringing', from: '1', to: '2' };
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
