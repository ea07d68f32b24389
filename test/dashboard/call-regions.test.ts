import { describe, expect, test } from 'vitest';
import { callHistory } from '../../src/dashboard/regions/calls/call-history.ts';
import { callbackList } from '../../src/dashboard/regions/calls/callback-list.ts';
import { openCallsRegion } from '../../src/dashboard/regions/calls/open-calls.ts';
import { attemptSteps } from '../../src/dashboard/history/steps.ts';
import { reasonLink } from '../../src/dashboard/text/reason-link.ts';
import type { CallView, EventView } from '../../src/queries/index.ts';

const at = '2027-03-01T15:00:00Z';
const callOf = (changes: Partial<CallView>): CallView => ({
  id: 'att_1',
  campaign: 'cmp_1',
  contact: 'con_1',
  enrollmentId: 'enr_1',
  position: 1,
  channel: 'voice',
  to: '+12025550123',
  from: '+12025550100',
  state: 'ringing',
  active: true,
  disposition: null,
  outcome: null,
  number: 1,
  step: 0,
  stepNumber: 1,
  callBackAt: null,
  correction: null,
  cost: null,
  requestId: null,
  callId: null,
  cause: null,
  fault: null,
  counts: true,
  hangUp: false,
  evidence: 'none',
  searchUntil: null,
  startedAt: at,
  dialingAt: null,
  ringingAt: null,
  answeredAt: null,
  endedAt: null,
  talkSeconds: null,
  answers: {},
  wantsCallBackAt: null,
  recordings: [],
  ...changes,
});

test('calls with an unknown fate are first, with the end of their search period', async () => {
  const answers: Readonly<Record<string, unknown>> = {
    '/v1/calls': {
      items: [
        callOf({ id: 'att_3' }),
        callOf({ id: 'att_2', state: 'unknown', searchUntil: '2027-03-01T15:10:00Z' }),
        callOf({ id: 'att_1', hangUp: true }),
      ],
      next: null,
    },
    '/v1/service': { businessTime: '2027-03-01T16:01:05Z' },
    '/v1/campaigns/cmp_1': { id: 'cmp_1', name: 'spring' },
  };
  const text = String(
    await openCallsRegion.render({
      api: async ({ path }) => Response.json(answers[path.replace(/\?.*/, '')]),
      viewer: { by: 'local', role: 'admin', client: null },
      about: '',
    }),
  );
  const rows = [...text.matchAll(/<tr id="call-(att_\d)"/g)].map(([, id]) => id);
  expect(rows).toEqual(['att_2', 'att_3', 'att_1']);
  expect(text).toContain('3 calls open. It is not known whether 1 of them was made; its slot is kept.');
  expect(text).toMatch(/looked for until\s+<time datetime="2027-03-01T15:10:00Z"/);
  expect(text).toContain('1:01:05');
  expect(text.match(/command="show-modal"/g)).toHaveLength(2);
});

describe('the reports about a call', () => {
  const line = (seq: number, type: EventView['type'], data: EventView['data'] = {}): EventView => ({
    seq,
    campaign: 'cmp_1',
    at,
    type,
    position: 1,
    attempt: 'att_1',
    by: null,
    data,
  });
  const lines = [
    line(1, 'attempt.minted', { step: 0, number: 1, startAt: at }),
    line(2, 'attempt.dialing'),
    line(3, 'attempt.ended', { disposition: 'busy', became: 'waiting' }),
    line(4, 'attempt.answered'),
    line(5, 'attempt.surplus'),
    line(6, 'attempt.amended', { from: 'busy', disposition: 'answered', outcome: null, became: 'completed' }),
  ];

  test('that came late, changed the result or belong to a second call are marked', async () => {
    const steps = attemptSteps({ history: lines, attempt: 'att_1', present: 'ended' });
    const text = String(await callHistory({ present: 'ended', ...steps }));
    const marks = text
      .split('<li ')
      .slice(1)
      .map((item) => /class="tag">([^<]*)</.exec(item)?.[1] ?? null);
    expect(marks).toEqual([null, null, null, 'late', 'second call', 'late, changed the result']);
  });

  test('of other attempts of the contact are left out', () => {
    const { steps, traffic } = attemptSteps({
      history: [...lines, { ...line(7, 'attempt.minted', { step: 0, number: 2 }), attempt: 'att_2' }],
      attempt: 'att_1',
      present: 'ended',
    });
    expect(steps.map(({ event: { seq } }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.slice(0, 3).map(({ state }) => state)).toEqual(['sending', 'placed', 'ended']);
    expect(traffic).toContainEqual({
      machine: 'attempt',
      from: 'sending',
      event: 'ACCEPTED',
      to: 'placed',
      count: 1,
    });
  });
});

describe('the callbacks of a call', () => {
  const callback = {
    kind: 'hangup',
    effect: 'none',
    late: true,
    problem: null,
    fields: { HangupCauseName: '<script>‮' },
    deliveries: 9,
    arrivals: [at, '2027-03-01T15:00:01Z'],
  } as const;

  test('are marked if they came late or several times, and hostile content is text', async () => {
    const text = String(await callbackList({ items: [callback], further: 2 }));
    expect(text).toContain('said nothing new');
    expect([...text.matchAll(/class="tag">([^<]*)</g)].map(([, mark]) => mark)).toEqual([
      'late',
      'came 9 times',
    ]);
    expect(text).toContain('<bdi>&lt;script&gt;‮</bdi>');
    expect(text).toContain('2 further callbacks were not kept.');
  });

  test('are said to be none', async () => {
    expect(String(await callbackList({ items: [], further: 0 }))).toContain('No callback has arrived.');
  });
});

test('only reasons that are stored with contacts lead to a list', () => {
  expect(reasonLink('cmp_1', 'retry.waiting')).toBe('/campaigns/cmp_1/contacts?reason=retry.waiting');
  expect(reasonLink('cmp_1', 'contact.review')).toBe('/campaigns/cmp_1/contacts?state=review');
  expect(reasonLink('cmp_1', 'window.closed')).toBeNull();
});
