import { describe, expect, test } from 'vitest';
import { createCarrier } from './carrier.ts';

describe('the callbacks of a call', () => {
  test('are sent in order with the data that is known at their stage', async () => {
    const { call, received, last } = createCarrier();
    await call('+12025550100', { sip_headers: 'attempt=a1,run=7', caller_name: 'Northwind' });
    expect(received.map(({ path, event }) => event || path)).toEqual(['Ring', 'StartApp', 'keys', 'Hangup']);

    const ring = last('Ring');
    expect(ring).toMatchObject({
      CallStatus: 'ringing',
      From: '+12025550100',
      To: '12025550100',
      Direction: 'outbound',
    });
    expect(ring).toMatchObject({ 'X-PH-attempt': 'a1', 'X-PH-run': '7', CallerName: 'Northwind' });
    expect(ring).not.toHaveProperty('ALegUUID');
    expect(ring['CallUUID']).toBe(ring['RequestUUID']);

    expect(last('StartApp')).toMatchObject({
      CallStatus: 'in-progress',
      From: '12025550100',
      ALegUUID: ring['CallUUID'],
    });
    expect(last('Hangup')).toMatchObject({
      CallStatus: 'completed',
      From: '12025550100',
      HangupSource: 'Answer XML',
    });
  });

  test('have exactly the fields of real bodies at their stage', async () => {
    const { call, last } = createCarrier();
    await call('+12025550104', { machine_detection: 'true' });
    const fields = (event: string): string[] => Object.keys(last(event)).toSorted();
    const always = ['CallStatus', 'CallUUID', 'Direction', 'Event', 'From', 'ParentAuthID'];
    const common = [...always, 'RequestUUID', 'SessionStart', 'To'];
    const legs = ['ALegRequestUUID', 'ALegUUID'];
    const stir = ['STIRAttestation', 'STIRVerification'];
    const times = ['AnswerTime', 'EndTime', 'StartTime', 'Duration', 'BillDuration', 'BillRate', 'TotalCost'];
    const cause = ['HangupCause', 'HangupCauseCode', 'HangupCauseName', 'HangupSource'];
    const route = ['BillRate', 'CountryCode', 'RouteType'];
    expect(fields('Ring')).toEqual([...common, 'CallerName'].toSorted());
    expect(fields('StartApp')).toEqual([...common, ...legs, ...route, ...stir].toSorted());
    expect(fields('MachineDetection')).toEqual([...common, ...legs, 'Machine', 'IfMachine'].toSorted());
    expect(fields('Hangup')).toEqual([...common, ...legs, ...times, ...cause, ...stir].toSorted());
    expect(last('MachineDetection')).toMatchObject({ CallStatus: 'in-progress', From: '12025550100' });

    await call('+12025550101');
    expect(fields('Hangup')).toEqual([...common, ...times, ...cause, ...stir].toSorted());
  });

  test('contain the compliance application of an Indian account when a call is answered', async () => {
    const { call, last } = createCarrier({ options: { india: {} } });
    await call('+912025550100');
    expect(last('StartApp')).toMatchObject({ CountryCode: 'IN', RouteType: 'Domestic_Anchored' });
    expect(last('StartApp')).toMatchObject({ ComplianceStatus: 'accepted' });
    expect(last('StartApp')).toHaveProperty('ComplianceApplicationId');
    expect(last('Hangup')).not.toHaveProperty('ComplianceStatus');
  });

  test('contain times of the carrier, whose clock may be wrong', async () => {
    const { call, last, json, simulator } = createCarrier({ options: { clockSkewMs: -90_000 } });
    await call('+12025550101');
    const [{ callUuid, endedAt } = { callUuid: '', endedAt: 0 }] = simulator.calls();
    const wrongEnd = Math.floor(((endedAt ?? 0) - 90_000) / 1000) * 1000;
    expect(Date.parse(`${last('Hangup')['EndTime']?.replace(' ', 'T')}+05:30`)).toBe(wrongEnd);
    const record = (await json('GET', `Call/${callUuid}/`)).body;
    expect(Date.parse(String(record['end_time']))).toBe(wrongEnd);
  });

  test('contain no legs, answer time, duration and cost for an unanswered call', async () => {
    const { call, last } = createCarrier();
    await call('+12025550101');
    const hangup = last('Hangup');
    expect(hangup).toMatchObject({ AnswerTime: '', Duration: '0', BillDuration: '0', TotalCost: '0.00000' });
    expect(hangup).toMatchObject({ From: '+12025550100', HangupCause: 'USER_BUSY', HangupSource: 'Carrier' });
    expect(hangup).not.toHaveProperty('ALegUUID');
  });

  test('contain times in the zone of the account and the session start in UTC, and bill whole minutes', async () => {
    const { call, last, simulator } = createCarrier({
      customer: { answer: '<Response><Wait length="66"/></Response>' },
    });
    await call('+12025550100');
    const { SessionStart = '', StartTime = '', Duration, BillDuration } = last('Hangup');
    const [{ startedAt } = { startedAt: 0 }] = simulator.calls();
    expect(Date.parse(`${SessionStart.slice(0, 23).replace(' ', 'T')}Z`)).toBe(startedAt);
    expect(Date.parse(`${StartTime.replace(' ', 'T')}+05:30`)).toBe(
      Math.floor((startedAt ?? 0) / 1000) * 1000,
    );
    expect([Duration, BillDuration]).toEqual(['66', '120']);
  });

  test('can have a CallUUID that differs from the RequestUUID', async () => {
    const { call, last } = createCarrier({ options: { callUuid: 'different' } });
    await call('+12025550101');
    expect(last('Ring')['CallUUID']).not.toBe(last('Ring')['RequestUUID']);
  });

  test('report the end to answer_url if there is no hangup_url', async () => {
    const { call, received } = createCarrier();
    await call('+12025550101', { hangup_url: undefined, ring_url: undefined });
    expect(received.map(({ path, event }) => [path, event])).toEqual([['answer', 'Hangup']]);
  });

  test('are not sent without a URL', async () => {
    const { call, received } = createCarrier({ options: { hangupFallsBackToAnswerUrl: false } });
    await call('+12025550101', { hangup_url: undefined, ring_url: undefined });
    expect(received).toEqual([]);
  });
});

test('the durations of a call are in the ranges of the real carrier, and vary', async () => {
  const { place, clock, simulator, received } = createCarrier();
  const spans: Record<string, number[]> = {};
  const note = (name: string, ms: number): void => void (spans[name] ??= []).push(ms);
  for (let count = 0; count < 25; count += 1) {
    const sentAt = clock.now();
    await place('+12025550100');
    const call = simulator.calls().at(-1);
    note('reply', clock.now() - sentAt);
    await clock.until(() => received.at(-1)?.event === 'Hangup' && call?.state === 'ended');
    const { startedAt, rangAt, answeredAt, endedAt } = call ?? {};
    note('ring', (rangAt ?? 0) - (startedAt ?? 0));
    note('answer', (answeredAt ?? 0) - (rangAt ?? 0));
    note('hangup', clock.now() - (endedAt ?? 0));
    note('record', call?.plan.recordDelayMs ?? -1);
  }
  const longest = { reply: 200, ring: 4000, answer: 25_000, hangup: 1000, record: 5000 };
  const shortest = { reply: 30, ring: 1000, answer: 3000, hangup: 0, record: 0 };
  for (const [name, most] of Object.entries(longest)) {
    const measured = spans[name] ?? [];
    expect(Math.max(...measured), name).toBeLessThanOrEqual(most);
    expect(Math.max(...measured), name).toBeGreaterThan(most / 2);
    expect(Math.min(...measured), name).toBeGreaterThanOrEqual(shortest[name as keyof typeof shortest]);
    expect(Math.min(...measured), name).toBeLessThan(most / 2);
  }
});

describe('the delivery of a callback', () => {
  const failing = (status: number) =>
    createCarrier({ intercept: ({ event }) => (event === 'Ring' ? new Response('', { status }) : null) });
  const ringTo = (fragment: string) => ({ ring_url: `https://customer.test/ring?attempt=a1${fragment}` });

  test('is not repeated after an HTTP error', async () => {
    const { call, events } = failing(500);
    await call('+12025550101');
    expect(events().filter((event) => event === 'Ring')).toHaveLength(1);
  });

  test('is repeated after HTTP errors as often as the fragment says', async () => {
    const { call, events } = failing(503);
    await call('+12025550101', ringTo('#rc=3&rp=5xx'));
    expect(events().filter((event) => event === 'Ring')).toHaveLength(4);
    const other = failing(404);
    await other.call('+12025550101', ringTo('#rc=3&rp=5xx'));
    expect(other.events().filter((event) => event === 'Ring')).toHaveLength(1);
  });

  test('is not repeated after the total time of the fragment', async () => {
    const { call, events } = failing(503);
    await call('+12025550102', ringTo('#rc=5&rp=all&tt=2500'));
    expect(events().filter((event) => event === 'Ring')).toHaveLength(3);
  });

  test('waits fifteen seconds for an answer document, tries once more, and ends the call with 7011', async () => {
    const { call, simulator, last } = createCarrier({
      intercept: ({ event }) => (event === 'StartApp' ? new Promise(() => undefined) : null),
    });
    await call('+12025550100');
    const [{ answeredAt, endedAt } = { answeredAt: 0, endedAt: 0 }] = simulator.calls();
    expect((endedAt ?? 0) - (answeredAt ?? 0)).toBe(15_000 + 1000 + 15_000);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '7011', HangupSource: 'Error' });
  });

  test('is repeated once, with a new signature, after a failed connection', async () => {
    const { call, received, simulator } = createCarrier({
      intercept: ({ event }) => (event === 'Ring' ? Promise.reject(new TypeError('fetch failed')) : null),
    });
    await call('+12025550101');
    const rings = received.filter(({ event }) => event === 'Ring');
    expect(new Set(rings.map(({ headers }) => headers.get('x-plivo-signature-v3-nonce'))).size).toBe(2);
    const entries = simulator.journal
      .entries()
      .filter((entry) => entry.type === 'callback' && entry.event === 'Ring');
    expect(entries).toMatchObject([
      { result: 'unreachable', try: 0, final: false },
      { result: 'unreachable', try: 1, final: true },
    ]);
  });

  test('aborts the request if the answer takes longer than rt', async () => {
    const aborted: unknown[] = [];
    const { call, simulator } = createCarrier({
      intercept: ({ event }, request) => {
        if (event !== 'Ring') return null;
        request.signal.addEventListener('abort', () => aborted.push(request.signal.reason));
        return new Promise(() => undefined);
      },
    });
    await call('+12025550102', ringTo('#rt=3000&rc=0'));
    expect(aborted).toHaveLength(1);
    expect(simulator.journal.entries()).toContainEqual(
      expect.objectContaining({ event: 'Ring', result: 'timeout' }),
    );
  });
});
