import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../support/service/api-client.ts';
import { createPageClient } from '../../support/service/page-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const long = { speak: 'Please hold the line. '.repeat(100) };
const callersUrl = 'https://customer.test/answer.xml?order=7&token=%2Fa#rt=900';

/** One service for all tests: each has calls of its own. */
let service: TestService;
beforeAll(async () => {
  service = await startService({
    carrier: { scenario: { impatient: 0 }, callsPerSecond: 100 },
    owner: 'caller',
  });
});
afterAll(() => service.close());

let calls = 0;
/** Orders a call to a number of its own, whose last two digits decide the outcome. */
const place = async (over: Json = {}, suffix = '00'): Promise<string> => {
  calls += 1;
  const to = `+121255${String(10 + calls)}1${suffix}`;
  const order = { to, from: '+12025550100', ...long, ...over };
  const { body } = await service.send<{ call: { id: string } }>('POST', '/v1/calls', order);
  await service.until(() => callOf(body.call.id) !== undefined);
  return body.call.id;
};
const callOf = (id: string) => service.simulator.calls().find(({ attempt }) => attempt === id);
const isTalking = (id: string): boolean => callOf(id)?.state === 'in-progress';
/** A call that is answered and goes on. */
const answered = async (over: Json = {}): Promise<string> => {
  const id = await place(over);
  await service.until(() => isTalking(id));
  return id;
};
const untilEnded = (id: string) =>
  service.until(async () => (await service.store.readAttempts([id]))[0]?.state === 'ended');
const transfer = (id: string, body: Json, headers: Record<string, string> = {}) =>
  service.send('POST', `/v1/calls/${id}/transfer`, body, headers);
const events = async (id: string): Promise<Json[]> => {
  const { body } = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/direct/events?limit=500');
  return body.items.filter(({ type, attempt }) => String(type).includes('transfer') && attempt === id);
};
/** The URLs that the carrier has requested for a call, without their fragments. */
const requested = (id: string): string[] =>
  service.simulator.journal
    .entries()
    .flatMap((entry) =>
      entry.type === 'callback' && entry.callUuid === callOf(id)?.callUuid
        ? [entry.url.replace(/#.*/, '')]
        : [],
    );
const transfersAtCarrier = (id: string) =>
  requested(id).filter((url) => url.includes('/webhooks/plivo/transfer'));

describe('a transfer', () => {
  test('to a number connects the contact with it, once for each key, and is recorded with who ordered it', async () => {
    const id = await answered();
    const key = { 'idempotency-key': 'one' };
    for (const replayed of [null, 'true']) {
      const { status, headers, body } = await transfer(id, { to: '+12025550199' }, key);
      expect(status).toBe(200);
      expect(headers.get('idempotency-replayed')).toBe(replayed);
      expect(body).toMatchObject({ call: { id, active: true } });
    }
    await service.until(() => transfersAtCarrier(id).length > 0);
    expect(transfersAtCarrier(id)).toHaveLength(1);
    expect(transfersAtCarrier(id)[0]).toContain('to=%2B12025550199');
    expect(await events(id)).toMatchObject([
      { type: 'attempt.transfer-ordered', by: 'local', data: { to: '…99' } },
      { type: 'attempt.transferred', attempt: id },
    ]);
    await untilEnded(id);
    const { body } = await service.send<{ items: Json[] }>('GET', `/v1/calls/${id}/callbacks`);
    expect(body.items.map(({ kind }) => kind)).toEqual(['ring', 'answer', 'transfer', 'hangup']);
    expect(JSON.stringify(body.items)).not.toContain('2025550199');
    expect(await transfer(id, { to: '+12025550199' })).toMatchObject({
      status: 409,
      body: { code: 'call.not-under-way' },
    });
  });

  test("to the caller's URL passes it on as it is", async () => {
    const id = await answered();
    expect((await transfer(id, { answerUrl: callersUrl })).status).toBe(200);
    await service.until(() => requested(id).some((url) => url.startsWith('https://customer.test/')));
    expect(transfersAtCarrier(id)).toEqual([]);
    expect(await events(id)).toMatchObject([{ data: { to: 'customer.test' } }, {}]);
  });

  test('that cannot be made is refused, and the call goes on', async () => {
    await service.send('POST', '/v1/suppressions', { address: '+12125550177', reason: 'asked us to' });
    const id = await answered();
    for (const [body, status, code] of [
      [{}, 422, 'request.invalid'],
      [{ to: '+12025550199', answerUrl: callersUrl }, 422, 'request.invalid'],
      [{ answerUrl: 'javascript:alert(1)' }, 422, 'request.invalid'],
      [{ to: '911' }, 422, 'contact.phone-invalid'],
      [{ to: '+449098790123' }, 422, 'contact.phone-premium-rate'],
      [{ to: '+1 202 555 0114 ext. 77' }, 422, 'call.extension-refused'],
      [{ to: '+12125550177' }, 409, 'call.suppressed'],
    ] as const) {
      expect(await transfer(id, body), JSON.stringify(body)).toMatchObject({ status, body: { code } });
    }
    expect(isTalking(id)).toBe(true);
    expect(await events(id)).toEqual([]);
  });

  test('of a call that rings is refused by the carrier, and under an emergency stop by the service', async () => {
    const id = await place({}, '13');
    await service.until(() => callOf(id)?.state === 'ringing');
    const refused = await transfer(id, { to: '+12025550199' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'call.not-transferred' } });
    expect(await events(id)).toMatchObject([
      { type: 'attempt.transfer-ordered' },
      { type: 'attempt.not-transferred', data: { certain: true } },
    ]);
    await service.send('POST', '/v1/pause', {});
    expect(await transfer(id, { to: '+12025550199' })).toMatchObject({
      status: 409,
      body: { code: 'emergency.stop' },
    });
    await service.send('POST', '/v1/resume', {});
  });

  test('whose answer is lost is not repeated, and says so', async () => {
    const id = await answered();
    let made = 0;
    for (const [fault, more] of [
      ['accepted-then-500', {}],
      ['accepted-then-no-reply', {}],
      ['no-reply', {}],
      ['answer-garbage', { garbage: 'html' }],
    ] as const) {
      service.simulator.faults.replace([{ fault, match: { request: 'other' }, ...more }]);
      for (let repeat = 0; repeat < 2; repeat += 1) {
        const key = { 'idempotency-key': fault };
        const { status, body } = await transfer(id, { to: '+12025550199' }, key);
        expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'call.transfer-unknown' });
      }
      made += fault === 'no-reply' ? 0 : 1;
      await service.until(() => transfersAtCarrier(id).length === made);
      expect((await events(id)).at(-1)).toMatchObject({
        type: 'attempt.not-transferred',
        data: { certain: false },
      });
    }
    expect(await events(id)).toHaveLength(8);
    service.simulator.faults.replace([]);
  });

  test('is ordered on the page of the call', async () => {
    const id = await answered();
    const client = createPageClient(service);
    expect((await client.get(`/calls/${id}`)).text).toContain('Transfer this call');
    const refused = await client.post(`/ui/calls/${id}/transfer`, { to: '911' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="911"');
    const done = await client.post(`/ui/calls/${id}/transfer`, { to: '+12025550199', key: 'k' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `/calls/${id}`]);
    expect((await client.get(`/calls/${id}`)).text).toContain('the provider has transferred the call');
    await untilEnded(id);
    expect((await client.get(`/calls/${id}`)).text).not.toContain('Transfer this call');
  });
});

describe('an answer URL of the caller', () => {
  test('is handed to the carrier as it is; ring and hang-up stay ours', async () => {
    const id = await place({ speak: undefined, answerUrl: callersUrl });
    const call = callOf(id);
    expect(call?.request.answer_url).toBe(callersUrl);
    for (const url of [call?.request.ring_url, call?.request.hangup_url, call?.request.fallback_url]) {
      expect(url).toContain(`attempt=${id}`);
    }
    await untilEnded(id);
    expect((await service.send('GET', `/v1/calls/${id}`)).body).toMatchObject({ disposition: 'answered' });
    expect(service.simulator.audit().doubles).toEqual([]);
  });

  test('that fails ends the call and opens no circuit breaker', async () => {
    const id = await place({ speak: undefined, answerUrl: 'https://nowhere.test/x' });
    await untilEnded(id);
    const { body } = await service.send('GET', `/v1/calls/${id}`);
    expect(body).toMatchObject({ disposition: 'answered', fault: null });
    expect(requested(id).some((url) => url.includes('/webhooks/plivo/answer'))).toBe(true);
  });

  test('is refused if it is none', async () => {
    for (const answerUrl of [
      'customer.test/answer',
      'file:///etc/passwd',
      `https://a.test/${'a'.repeat(2048)}`,
    ]) {
      const order = { to: '+12125550100', from: '+12025550100', answerUrl };
      expect((await service.send('POST', '/v1/calls', order)).status).toBe(422);
    }
  });
});
