import { expect, test } from 'vitest';
import { impersonalResult } from '../../src/domain/attempt/impersonal-evidence.ts';
import type { Evidence } from '../../src/domain/attempt/evidence.ts';

const callId = '0b4ad3f5-1c3f-4f65-9a2e-0f5a8a0d1c11';
const ofTouch = { providerId: callId, stage: 'in-progress' };
const ended = {
  kind: 'ended',
  rank: 3,
  providerId: callId,
  disposition: 'no-answer',
  cause: { code: '3000', name: 'No Answer', source: 'Callee' },
  fault: null,
  details: { talkSeconds: 0, ringingAt: null },
} as const;

const pieces: readonly Evidence[] = [
  { kind: 'accepted', receipt: callId },
  { kind: 'progressed', ...ofTouch },
  { kind: 'reached', ...ofTouch },
  { kind: 'qualified', disposition: 'machine', ...ofTouch },
  { kind: 'responded', outcome: 'opt-out', ...ofTouch },
  ended,
];

test('what a channel reports in names, ids and codes is carried whole', () => {
  const result = { attempt: 'att_1', providerId: callId, evidence: pieces };
  expect(impersonalResult(result)).toEqual(result);
});

test.each<[string, Evidence, string | null]>([
  ['an address in a receipt', { kind: 'accepted', receipt: '250 queued for ann@example.com' }, null],
  ['a number as a receipt', { kind: 'accepted', receipt: '12025550199' }, null],
  ['a number in a cause', { ...ended, cause: { code: '1', name: 'to +12025550199', source: '' } }, null],
  ['an address in a cause', { ...ended, cause: { code: '1', name: 'a@b.example', source: '' } }, null],
  ['text in the details', { ...ended, details: { digits: '1234' } }, null],
  ['an address as the name of a fact', { ...ended, details: { 'ann@example.com': 1 } }, null],
  ['an address as the id of the touch', { kind: 'reached', ...ofTouch, providerId: 'ann@example.com' }, null],
  ['a number as the id of the result', { kind: 'reached', ...ofTouch }, '+12025550199'],
  ['a sentence as an outcome', { kind: 'responded', ...ofTouch, outcome: 'I am Ann' }, null],
])('%s keeps the result in the store', (_name, piece, providerId) => {
  expect(impersonalResult({ attempt: 'att_1', providerId, evidence: [piece] })).toBeNull();
});
