import { describe, expect, it } from 'vitest';
import { createCarrier } from './carrier.ts';

describe('the callbacks of a call', () => {
  it('come in order and carry what is known at their stage', async () => {
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

  it('leave an unanswered end without legs, answer time, duration and cost', async () => {
    const { call, last } = createCarrier();
    await call('+12025550101');
    const hangup = last('Hangup');
    expect(hangup).toMatchObject({ AnswerTime: '', Duration: '0', BillDuration: '0', TotalCost: '0.00000' });
    expect(hangup).toMatchObject({ From: '+12025550100', HangupCause: 'USER_BUSY', HangupSource: 'Carrier' });
    expect(hangup).not.toHaveProperty('ALegUUID');
  });

  it('tell times in the zone of the account, the session start in UTC, and bill whole minutes', async () => {
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

  it('can name the call otherwise than the request', async () => {
    const { call, last } = createCarrier({ options: { callUuid: 'different' } });
    await call('+12025550101');
    expect(last('Ring')['CallUUID']).not.toBe(last('Ring')['RequestUUID']);
  });

  it('report the end to answer_url when there is no hangup_url', async () => {
    const { call, received } = createCarrier();
    await call('+12025550101', { hangup_url: undefined, ring_url: undefined });
    expect(received.map(({ path, event }) => [path, event])).toEqual([['answer', 'Hangup']]);
  });

  it('are not sent at all where no URL was given', async () => {
    const { call, received } = createCarrier({ options: { hangupFallsBackToAnswerUrl: false } });
    await call('+12025550101', { hangup_url: undefined, ring_url: undefined });
    expect(received).toEqual([]);
  });
});

describe('the delivery of a callback', () => {
  const failing = (status: number) =>
    createCarrier({ intercept: ({ event }) => (event === 'Ring' ? new Response('', { status }) : null) });
  const ringTo = (fragment: string) => ({ ring_url: `https://customer.test/ring?attempt=a1${fragment}` });

  it('is not repeated after an HTTP error', async () => {
    const { call, events } = failing(500);
    await call('+12025550101');
    expect(events().filter((event) => event === 'Ring')).toHaveLength(1);
  });

  it('is repeated after HTTP errors as often as the fragment asks', async () => {
    const { call, events } = failing(503);
    await call('+12025550101', ringTo('#rc=3&rp=5xx'));
    expect(events().filter((event) => event === 'Ring')).toHaveLength(4);
    const other = failing(404);
    await other.call('+12025550101', ringTo('#rc=3&rp=5xx'));
    expect(other.events().filter((event) => event === 'Ring')).toHaveLength(1);
  });

  it('is repeated once, with a new signature, after a failed connection', async () => {
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

  it('is given up when the answer takes longer than rt, and the request is aborted', async () => {
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
