import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callEvidence } from '../../../../src/channels/voice/call.ts';
import {
  type Callback,
  createPlivoCallbacks,
  isAbout,
} from '../../../../src/channels/voice/plivo/callbacks/callbacks.ts';
import type { CallbackFields } from '../../../../src/channels/voice/plivo/callbacks/signature.ts';
import { readForm } from '../../../../src/channels/voice/plivo/callbacks/signature.ts';
import { type CallbackKind, callbackKinds } from '../../../../src/channels/voice/plivo/callbacks/urls.ts';
import { hear } from '../../../../src/channels/voice/flow/hear.ts';
import { withHeard } from '../../support/heard.ts';
import { newTouch, voiceStep } from '../../support/touches.ts';

const { read } = createPlivoCallbacks({ authTokens: ['t'], publicUrl: 'https://ringmaster.test' });
const { attempt, campaign } = newTouch();

const ringing = { Event: 'Ring', CallStatus: 'ringing', CallUUID: 'c-1', RequestUUID: 'r-1' };
const talking = { Event: 'StartApp', CallStatus: 'in-progress', CallUUID: 'c-1', RequestUUID: 'r-1' };
const ended = {
  Event: 'Hangup',
  CallStatus: 'completed',
  CallUUID: 'c-1',
  RequestUUID: 'r-1',
  Duration: '5',
};
const accepted = { kind: 'accepted', receipt: 'r-1' };
const answered = callEvidence.answered('c-1');

function get(kind: CallbackKind, params: CallbackFields, more: Record<string, string> = {}): Callback {
  const callback = read({ kind, query: new URLSearchParams({ attempt, campaign, ...more }), params });
  if (!callback) throw new Error('not read');
  return callback;
}

test('ringing', () => {
  expect(get('ring', ringing)).toMatchObject({
    attempt,
    campaign,
    callId: 'c-1',
    evidence: [accepted, callEvidence.ringing('c-1')],
    wantsXml: false,
    digits: '',
  });
});

test('an answer starts the flow at its first node', () => {
  const asked = { wanted: { kind: 'goto', place: { branch: 'start', index: 0 } }, turn: 0 };
  expect(get('answer', talking)).toMatchObject({ evidence: [accepted, answered], wantsXml: true, asked });
});

test('a machine was answered by something', () => {
  const callback = get('machine', { ...talking, Event: 'MachineDetection', Machine: 'true' });
  expect(callback).toMatchObject({
    evidence: [accepted, answered, callEvidence.machine('c-1')],
    wantsXml: false,
  });
});

test('a verdict of "no machine" is no machine', () => {
  const callback = get('machine', { ...talking, Event: 'MachineDetection', Machine: 'false' });
  expect(callback.evidence).toEqual([accepted, answered]);
});

describe('digits', () => {
  const step = voiceStep();

  test('come with their node, go on after it, and get their meaning from the step', () => {
    const callback = get('answer', { ...talking, Digits: '9' }, { gather: '1', turn: '2' });
    const asked = { wanted: { kind: 'gather', place: { branch: 'start', index: 1 } }, turn: 2 };
    expect(callback).toMatchObject({ asked, digits: '9' });
    expect(withHeard({ callback, step }).evidence).toEqual([
      accepted,
      answered,
      { ...callEvidence.gathered('c-1'), outcome: 'opt-out', facts: { 'keys.2': '9' } },
    ]);
  });

  test('that were not asked for have no effect', () => {
    const heardAt = (index: number, digits: string) =>
      hear({ flow: step, place: { branch: 'start', index }, digits });
    expect(heardAt(1, '5')).toMatchObject({ outcome: null, next: { index: 2 } });
    expect(heardAt(0, '1')).toMatchObject({ outcome: null, next: null });
    expect(heardAt(99, '1')).toMatchObject({ outcome: null, next: null });
    expect(heardAt(1, 'constructor')).toMatchObject({ outcome: null, next: { index: 2 } });
  });

  test('that were not pressed leave no trace, and the flow continues', () => {
    const callback = get('answer', { ...talking, Digits: '' }, { gather: '1' });
    expect(callback).toMatchObject({ evidence: [accepted, answered], asked: { turn: 1 }, digits: '' });
  });
});

describe('the end', () => {
  test('of an answered call implies that it was answered, and Duration counts, not BillDuration', () => {
    const callback = get('hangup', {
      ...ended,
      AnswerTime: '2027-03-01 19:30:05',
      Duration: '8',
      BillDuration: '60',
      BillRate: '0.00850',
      TotalCost: '0.00850',
      HangupCause: 'NORMAL_CLEARING',
      HangupCauseCode: '4000',
      HangupCauseName: 'Normal Hangup',
      HangupSource: 'Callee',
    });
    expect(callback.evidence).toEqual([
      accepted,
      answered,
      {
        kind: 'ended',
        rank: 3,
        providerId: 'c-1',
        disposition: 'answered',
        fault: null,
        cause: { code: '4000', name: 'Normal Hangup', source: 'Callee' },
        details: { talkSeconds: 8, cost: 8_500, rate: 8_500, billedSeconds: 60 },
      },
    ]);
  });

  test('of a call without an answer says nothing about an answer', () => {
    const callback = get('hangup', {
      ...ended,
      CallStatus: 'busy',
      AnswerTime: '',
      Duration: '0',
      HangupCauseCode: '3010',
      HangupSource: 'Carrier',
    });
    expect(callback.evidence).toMatchObject([
      accepted,
      { kind: 'ended', disposition: 'busy', details: { talkSeconds: null } },
    ]);
  });

  test('is understood at the answer URL, where Plivo sends it without a hang-up URL', () => {
    const callback = get('answer', { ...ended, AnswerTime: '', Duration: '0', HangupCauseCode: '3000' });
    expect(callback).toMatchObject({ evidence: [accepted, { kind: 'ended', disposition: 'no-answer' }] });
    expect(callback.wantsXml).toBe(false);
  });

  test('is understood without an Event, by its status', () => {
    const { Event: _event, ...params } = { ...ended, Duration: '0', CallStatus: 'no-answer' };
    expect(get('answer', params)).toMatchObject({ evidence: [accepted, { kind: 'ended' }], wantsXml: false });
  });

  test('may lack what does not change its meaning', () => {
    const { evidence } = get('hangup', { CallUUID: 'c-1', CallStatus: 'busy' });
    expect(evidence).toMatchObject([{ kind: 'accepted' }, { kind: 'ended', disposition: 'busy' }]);
  });
});

test.each<[CallbackKind, CallbackFields]>([
  ['hangup', {}],
  ['ring', {}],
  ['answer', {}],
  ['machine', { CallUUID: 'c-1' }],
  ['machine', { CallUUID: 'c-1', Event: 'MachineDetection', Machine: 'perhaps' }],
  ['hangup', { CallStatus: 'busy', HangupCauseCode: '3010' }],
  ['hangup', { CallUUID: 'c-1' }],
  ['hangup', { CallUUID: 'c-1', Event: 'Hangup', Duration: '0' }],
  ['hangup', { CallUUID: 'c-1', CallStatus: 'in-progress', HangupCauseCode: '0', Duration: '0' }],
  ['hangup', { CallUUID: 'c-1', HangupCauseCode: '4000' }],
  ['hangup', { CallUUID: 'c-1', CallStatus: 'completed' }],
  ['hangup', { CallUUID: 'c-1', HangupCauseCode: 'oops', CallStatus: 'busy' }],
  ['hangup', { CallUUID: 'c-1', HangupCauseCode: '4000', Duration: '-5' }],
  ['answer', { CallUUID: 'c-1', Event: 'Hangup' }],
  ['recording', { CallUUID: 'c-1' }],
  ['recording', { CallUUID: 'c-1', RecordingID: 'rec-1', RecordUrl: 'file:///etc/passwd' }],
  ['recording', { CallUUID: 'c-1', RecordingID: 'rec 1', RecordUrl: 'https://media.test/1.mp3' }],
])('a callback to %s with %j says nothing, not even that there is a call', (kind, params) => {
  expect(get(kind, params)).toMatchObject({ report: { problem: expect.any(String) }, evidence: [] });
});

test('whatever comes, an end is taken only from a callback that tells of one', () => {
  const field = fc.constantFrom('CallUUID', 'Event', 'CallStatus', 'Duration', 'HangupCauseCode', 'Machine');
  const fields = fc.dictionary(field, fc.oneof(fc.string(), fc.constantFrom('Hangup', 'busy', '0')));
  fc.assert(
    fc.property(fc.constantFrom(...callbackKinds), fields, (kind, params) => {
      const { evidence } = get(kind, params);
      if (!evidence.some((piece) => piece.kind === 'ended')) return;
      const isFinal = params['CallStatus']?.trim() === 'busy';
      expect(isFinal || Number(params['HangupCauseCode']) > 0).toBe(true);
    }),
  );
});

test('a callback is about an attempt between its numbers, with or without a plus, or names none', () => {
  const attempt = { address: '+12025550147', sender: '+12025550100' };
  const about = (params: CallbackFields): boolean =>
    isAbout({ callback: get('ring', { ...ringing, ...params }), attempt });
  expect(about({})).toBe(true);
  expect(about({ To: '12025550147', From: '+12025550100' })).toBe(true);
  expect(about({ To: '12025550148' })).toBe(false);
  expect(about({ From: '12025550199' })).toBe(false);
});

test('every delivery of a callback has the same key, and different ones have different keys', () => {
  const keys = [
    get('ring', ringing),
    get('answer', talking),
    get('answer', { ...talking, Digits: '1' }, { gather: '1' }),
    get('answer', { ...talking, Digits: '2' }, { gather: '1' }),
    get('answer', { ...talking, Digits: '1' }, { gather: '1', turn: '2' }),
    get('answer', { ...talking, Digits: '1' }, { gather: 'menu.1' }),
    get('answer', { ...talking, DialStatus: 'busy' }, { dial: '1' }),
    get('answer', { ...talking, DialStatus: 'failed' }, { dial: '1' }),
    get('answer', talking, { 'message-left': 'true' }),
    get('hangup', ended),
    get('hangup', { ...ended, CallUUID: 'c-2' }),
  ].map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(get('hangup', { ...ended, SessionStart: 'x' }).key).toBe(keys[9]);
});

test.each([
  ['no attempt', { campaign }],
  ['no campaign', { attempt }],
  ['a foreign id', { attempt: 'att_1', campaign }],
  ['swapped ids', { attempt: campaign, campaign: attempt }],
])('a callback with %s is not ours', (_what, query) => {
  expect(read({ kind: 'ring', query: new URLSearchParams(query), params: ringing })).toBeNull();
});

test('a form keeps repeated fields as a list', () => {
  expect(readForm('a=1&b=%2B2&a=3+4')).toEqual({ a: ['1', '3 4'], b: '+2' });
});
