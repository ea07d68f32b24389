import { describe, expect, test } from 'vitest';
import type { FaultRuleInput } from '../../src/simulator/index.ts';
import { callTo, createCarrier } from './carrier.ts';

const human = '+12025550100';
const busy = '+12025550101';
const withFaults = (...faults: FaultRuleInput[]) => createCarrier({ options: { faults } });

describe('faults of the answer to a placed call', () => {
  test.each(['accepted-then-500', 'accepted-then-503'] as const)('%s: the call is made', async (fault) => {
    const { place, simulator } = withFaults({ fault });
    const response = await place(busy);
    expect(response.status).toBe(Number(fault.slice(-3)));
    expect(simulator.audit().placements).toBe(1);
    expect(simulator.journal.entries()).toContainEqual(
      expect.objectContaining({
        type: 'reply',
        status: response.status,
        requestUuids: [simulator.calls()[0]?.requestUuid],
      }),
    );
  });

  test('accepted-then-reset: the fetch rejects, the call is made', async () => {
    const { place, simulator } = withFaults({ fault: 'accepted-then-reset' });
    await expect(place(busy)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(simulator.audit().placements).toBe(1);
  });

  test('reset: the fetch rejects, no call is made', async () => {
    const { place, simulator } = withFaults({ fault: 'reset' });
    await expect(place(busy)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(simulator.audit().placements).toBe(0);
  });

  test.each([
    ['accepted-then-no-reply', 1],
    ['no-reply', 0],
  ] as const)('%s: no answer until the client gives up', async (fault, placements) => {
    const { simulator, clock } = withFaults({ fault });
    const controller = new AbortController();
    const { authId, authToken } = { authId: 'MATESTACCOUNT', authToken: 'the-token-of-the-test' };
    const response = simulator.fetch(
      new Request(`http://127.0.0.1/v1/Account/${authId}/Call/`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(`${authId}:${authToken}`)}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(callTo(busy)),
        signal: controller.signal,
      }),
    );
    const outcome = response.then(
      () => 'answered',
      () => 'rejected',
    );
    await clock.pass(60_000);
    expect(await Promise.race([outcome, Promise.resolve('still open')])).toBe('still open');
    controller.abort();
    expect(await outcome).toBe('rejected');
    expect(simulator.audit().placements).toBe(placements);
  });

  test.each([
    ['reject-500', 500],
    ['reject-503', 503],
    ['reject-429', 429],
    ['reject-401', 401],
    ['reject-403', 403],
  ] as const)('%s: no call is made', async (fault, status) => {
    const { place, simulator } = withFaults({ fault });
    expect((await place(busy)).status).toBe(status);
    expect(simulator.audit().placements).toBe(0);
  });

  test('answers a burst with 429 and later requests normally', async () => {
    const { place } = withFaults({ fault: 'reject-429', times: 2 });
    const statuses = [await place(busy), await place(busy), await place(busy)].map(({ status }) => status);
    expect(statuses).toEqual([429, 429, 201]);
  });

  test('slow-reply: the answer takes 4.9 seconds, and the call does not wait for it', async () => {
    const { place, clock, simulator } = withFaults({ fault: 'slow-reply' });
    const startedAt = clock.now();
    expect((await place(busy)).status).toBe(201);
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(4900);
    expect(simulator.calls()[0]?.startedAt).toBe(startedAt);
  });

  test('hangup-before-reply: the Hangup callback is sent before the request is answered', async () => {
    const { place, events } = withFaults({ fault: 'hangup-before-reply' });
    expect((await place('+12025550106')).status).toBe(201);
    expect(events()).toEqual(['Hangup']);
  });

  test('apply only to the attempt, the number, the occasion or the request of the rule', async () => {
    const { place, request, simulator } = withFaults(
      { fault: 'reject-500', match: { attempt: 'a2' } },
      { fault: 'reject-503', match: { to: '+12025550199' } },
      { fault: 'reject-403', match: { suffix: '77' }, nth: 2 },
      { fault: 'reject-429', match: { request: 'live' } },
    );
    expect((await place(busy)).status).toBe(201);
    expect((await place(busy, callTo(busy, 'a2'))).status).toBe(500);
    expect((await place('+12025550199')).status).toBe(503);
    const statuses = [await place('+12025550177'), await place('+12025550177'), await place('+12025550177')];
    expect(statuses.map(({ status }) => status)).toEqual([201, 403, 201]);
    expect((await request('GET', 'Call/?status=live')).status).toBe(429);
    expect((await request('GET', 'Call/?status=queued')).status).toBe(200);
    expect(simulator.faults.rules().map(({ struck }) => struck)).toEqual([1, 1, 1, 1]);
  });

  test('apply with a probability, to the same requests each time', async () => {
    const strike = async () => {
      const { place } = withFaults({ fault: 'reject-500', probability: 0.5 });
      const statuses: number[] = [];
      for (let index = 0; index < 30; index += 1)
        statuses.push((await place(`+120255501${20 + index}`)).status);
      return statuses;
    };
    const statuses = await strike();
    expect(new Set(statuses)).toEqual(new Set([201, 500]));
    expect(await strike()).toEqual(statuses);
  });
});

describe('faults of callbacks', () => {
  test('lose a Ring or a Hangup', async () => {
    const ring = withFaults({ fault: 'callback-lost', match: { event: 'Ring' } });
    await ring.call(human);
    expect(ring.events()).toEqual(['StartApp', '', 'Hangup']);
    const hangup = withFaults({ fault: 'callback-lost', match: { event: 'Hangup' } });
    await hangup.call(human);
    expect(hangup.events()).toEqual(['Ring', 'StartApp', '']);
  });

  test('lose an answer request: the call ends with 7011', async () => {
    const { call, events, last } = withFaults({ fault: 'callback-lost', match: { event: 'StartApp' } });
    await call(human);
    expect(events()).toEqual(['Ring', 'Hangup']);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '7011' });
  });

  test('deliver twice, at once or later, with a new nonce or with the same', async () => {
    const again = withFaults({ fault: 'callback-duplicate', match: { event: 'Hangup' }, ms: 2000 });
    await again.call(busy);
    const replayed = withFaults({ fault: 'callback-replayed-nonce', match: { event: 'Hangup' } });
    await replayed.call(busy);
    const nonces = [again, replayed].map(({ received }) =>
      received
        .filter(({ event }) => event === 'Hangup')
        .map(({ headers }) => headers.get('x-plivo-signature-v3-nonce')),
    );
    expect(nonces.map((list) => list.length)).toEqual([2, 2]);
    expect(nonces.map((list) => new Set(list).size)).toEqual([2, 1]);
    const [first, second] = again.received.filter(({ event }) => event === 'Hangup');
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(2000);
  });

  test('deliver Ring after Hangup', async () => {
    const { call, events } = withFaults({ fault: 'callback-after-hangup' });
    await call(busy);
    expect(events()).toEqual(['Hangup', 'Ring']);
  });

  test('deliver MachineDetection after Hangup', async () => {
    const match = { event: 'MachineDetection' as const };
    const { call, events } = withFaults({ fault: 'callback-after-hangup', match });
    await call('+12025550104', { machine_detection: 'hangup' });
    expect(events()).toEqual(['Ring', 'StartApp', 'Hangup', 'MachineDetection']);
  });

  test('cause a request to the fallback URL after a lost answer request', async () => {
    const { call, last, received } = withFaults({ fault: 'callback-lost', match: { event: 'StartApp' } });
    await call(human, { fallback_url: 'https://customer.test/answer?attempt=a1' });
    expect(received.map(({ path }) => path)).toEqual(['ring', 'answer', 'keys', 'hangup']);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '4000' });
  });

  test('deliver minutes late', async () => {
    const { place, clock, received, simulator } = withFaults({
      fault: 'callback-late',
      match: { event: 'Hangup' },
      ms: 600_000,
    });
    await place(busy);
    await clock.pass(1_000_000);
    const hangup = received.find(({ event }) => event === 'Hangup');
    expect((hangup?.at ?? 0) - (simulator.calls()[0]?.endedAt ?? 0)).toBeGreaterThanOrEqual(600_000);
  });
});

describe("faults of the carrier's data", () => {
  test('list an ended call as live, and omit a live one', async () => {
    const ghost = withFaults({ fault: 'live-ghost', ms: 30_000 });
    await ghost.place(busy);
    const [ended] = ghost.simulator.calls();
    await ghost.clock.until(() => ended?.state === 'ended');
    expect((await ghost.json('GET', 'Call/?status=live')).body['calls']).toEqual([ended?.callUuid]);
    await ghost.clock.pass(30_000);
    expect((await ghost.json('GET', 'Call/?status=live')).body['calls']).toEqual([]);

    const missing = withFaults({ fault: 'live-missing', ms: 30_000 });
    await missing.place('+12025550113');
    await missing.clock.pass(20_000);
    expect((await missing.json('GET', 'Call/?status=live')).body['calls']).toEqual([]);
    await missing.clock.pass(20_000);
    expect((await missing.json('GET', 'Call/?status=live')).body['calls']).toHaveLength(1);
  });

  test('delay the record of an ended call', async () => {
    const { call, json, clock, simulator } = withFaults({ fault: 'record-late', ms: 300_000 });
    await call(busy);
    const uuid = simulator.calls()[0]?.callUuid;
    expect((await json('GET', `Call/${uuid}/`)).status).toBe(404);
    await clock.pass(300_000);
    expect((await json('GET', `Call/${uuid}/`)).status).toBe(200);
  });

  test('report a person as a machine, a machine as a person, or nothing', async () => {
    const wrong = withFaults({ fault: 'machine-wrong' });
    await wrong.call(human, { machine_detection: 'hangup' });
    expect(wrong.last('Hangup')).toMatchObject({ HangupCauseCode: '9100' });
    await wrong.call('+12025550104', { machine_detection: 'hangup' });
    expect(wrong.last('Hangup')).toMatchObject({ HangupCauseCode: '4010' });
    const silent = withFaults({ fault: 'machine-never' });
    await silent.call('+12025550104', { machine_detection: 'hangup' });
    expect(silent.events()).not.toContain('MachineDetection');
  });
});
