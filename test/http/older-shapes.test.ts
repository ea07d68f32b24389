import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signature, signedText } from '../../src/simulator/index.ts';
import type { Json } from '../support/service/api-client.ts';
import { keyOf } from '../support/builders/api-keys.ts';
import { account, publicUrl } from '../support/service/process.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const answerUrl = 'https://customer.test/answer';
const operator = keyOf('dialer', 'operator', 'northwind');
const watcher = keyOf('watcher', 'viewer', 'northwind');
const admin = keyOf('ops', 'admin', '*');
const asKey = ({ secret }: { secret: string }, more: Record<string, string> = {}) => ({
  authorization: `Bearer ${secret}`,
  ...more,
});

let service: TestService;
beforeAll(async () => {
  service = await startService({
    owner: 'caller',
    apiKeys: [operator, watcher, admin],
    carrier: { scenario: { impatient: 0 }, callsPerSecond: 100 },
  });
});
afterAll(() => service.close());

const post = <Body = Json>(path: string, body: Json, headers = asKey(operator)) =>
  service.send<Body>('POST', path, body, headers);
const callsTo = (to: string) => service.simulator.calls().filter((call) => call.to === to);

describe('POST /plivo/single-call', () => {
  test('orders the same call as /v1/calls, in every spelling, once for each key', async () => {
    const bodies: Json[] = [
      { from: '12025550100', to: '12125551100', answer_url: answerUrl, client_id: 'northwind' },
      {
        fromNumber: '+12025550100',
        toNumber: '+12125551200',
        answerUrl,
        clientId: 'northwind',
        ringTimeout: 20,
      },
      {
        caller_id: '+12025550100',
        phone_number: '(212) 555-1300',
        country_code: 'US',
        answer_url: answerUrl,
      },
      {
        src: '12025550100',
        dst: '12125551400',
        answer_url: answerUrl,
        machine_detection: 'true',
        time_limit: 90,
      },
    ];
    for (const [index, body] of bodies.entries()) {
      const headers = asKey(operator, { 'idempotency-key': `single-${index}` });
      const first = await post<{ call: Json; contact: Json }>('/plivo/single-call', body, headers);
      expect(first.status, first.text).toBe(202);
      const again = await post<{ call: Json }>('/plivo/single-call', body, headers);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.body.call['id']).toBe(first.body.call['id']);
    }
    for (const to of ['12125551100', '12125551200', '12125551300', '12125551400']) {
      await service.until(() => callsTo(to).length > 0);
      expect(callsTo(to)).toMatchObject([{ request: { answer_url: answerUrl }, from: '12025550100' }]);
    }
    expect(callsTo('12125551200')[0]?.request).toMatchObject({ ring_timeout: 20 });
    expect(callsTo('12125551400')[0]?.request).toMatchObject({
      time_limit: 90,
      machine_detection: 'hangup',
    });
    const { body } = await service.send<{ items: Json[] }>('GET', '/v1/calls', undefined, asKey(operator));
    expect(body.items).toHaveLength(4);
  });

  test('is refused like every other order: without a key, for a viewer, for another client, for bad input', async () => {
    const good = { from: '+12025550100', to: '+12125551900', answer_url: answerUrl };
    for (const [body, headers, status, code] of [
      [good, {}, 401, 'auth.key-required'],
      [good, asKey(watcher), 403, 'auth.role-too-low'],
      [{ ...good, client_id: 'other' }, asKey(operator), 404, 'client.not-found'],
      [{ ...good, answerUrl }, asKey(operator), 422, 'request.invalid'],
      [{ ...good, ring_url: answerUrl }, asKey(operator), 422, 'request.invalid'],
      [{ ...good, answer_url: 'ftp://x' }, asKey(operator), 422, 'request.invalid'],
      [{ ...good, to: 'nobody' }, asKey(operator), 422, 'contact.phone-invalid'],
      [{ ...good, from: 'me' }, asKey(operator), 422, 'request.invalid'],
      [{}, asKey(operator), 422, 'request.invalid'],
    ] as const) {
      const answer = await service.send('POST', '/plivo/single-call', body, headers);
      expect({ status: answer.status, code: answer.body['code'] }, JSON.stringify(body)).toEqual({
        status,
        code,
      });
    }
    expect(callsTo('12125551900')).toEqual([]);
  });
});

describe('POST /plivo/campaign', () => {
  test('creates, fills and starts a campaign; a repeat does nothing twice', async () => {
    const order = {
      campaignName: 'spring',
      from: '12025550100',
      list: ['12125552100', { phone: '+12125552200', first_name: 'Ada' }, { to: 12125552300, age: 7 }],
      answer_url: answerUrl,
      clientId: 'northwind',
    };
    const headers = asKey(operator, { 'idempotency-key': 'campaign' });
    const first = await post('/plivo/campaign', order, headers);
    expect(first).toMatchObject({ status: 201, body: { name: 'spring', client: 'northwind', total: 3 } });
    expect((await post('/plivo/campaign', order, headers)).body['id']).toBe(first.body['id']);
    for (const to of ['12125552100', '12125552200', '12125552300']) {
      await service.until(() => callsTo(to).length > 0);
      expect(callsTo(to)[0]?.request.answer_url).toBe(answerUrl);
      expect(callsTo(to)[0]?.request.hangup_url).toContain('/webhooks/plivo/hangup?attempt=att_');
    }
    expect(await post('/plivo/campaign', order)).toMatchObject({
      status: 409,
      body: { code: 'campaign.name-taken' },
    });
  });

  test('takes a list as Plivo writes it, and gives a name', async () => {
    const order = { from: '+12025550100', to: '12125552400<12125552500', answerUrl };
    const { status, body } = await post('/plivo/campaign', order);
    expect([status, body['total']]).toEqual([201, 2]);
    expect(body['name']).toMatch(/^plivo-[0-9a-f]{12}$/);
    for (const bad of [
      {},
      { ...order, list: ['12125552600'] },
      { ...order, to: [] },
      { ...order, from: 'x' },
    ]) {
      expect((await post('/plivo/campaign', bad)).status).toBe(422);
    }
  });
});

/** A callback to a path of the older shape, as Plivo signs it. */
function older(path: string, fields: Record<string, string>, change: Record<string, string> = {}): Request {
  const url = `${publicUrl}${path}`;
  const nonce = `nonce-${fields['CallUUID'] ?? ''}-${fields['Event'] ?? ''}-${JSON.stringify(change)}`;
  const text = signedText({ method: 'POST', url, body: fields, nonce });
  return new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-plivo-signature-v3': signature({ token: account.authToken, text }),
      'x-plivo-signature-v3-nonce': nonce,
    },
    body: new URLSearchParams({ ...fields, ...change }).toString(),
  });
}
const callback = (callId: string, event: string, more: Record<string, string> = {}) => ({
  CallUUID: callId,
  RequestUUID: callId,
  Event: event,
  ...more,
});
const ended = { CallStatus: 'busy', Duration: '0', HangupCauseCode: '3010', HangupCauseName: 'Busy Line' };

describe('webhooks that know a call only by its CallUUID', () => {
  const rings = async (suffix: string): Promise<{ id: string; callId: string }> => {
    const to = `+121255530${suffix}`;
    const { body } = await post<{ call: { id: string } }>('/v1/calls', {
      from: '+12025550100',
      to,
      speak: 'Hi.',
    });
    await service.until(() => callsTo(to.slice(1)).length > 0);
    return { id: body.call.id, callId: callsTo(to.slice(1))[0]?.callUuid ?? '' };
  };
  const attempt = async (id: string) => (await service.store.readAttempts([id]))[0];

  test('decide it like the others, once, also after its end', async () => {
    const { id, callId } = await rings('13');
    await service.until(async () => (await attempt(id))?.receipt !== null);
    expect((await service.sendRaw(older('/plivo/ring-url', callback(callId, 'Ring')))).status).toBe(200);
    expect(await attempt(id)).toMatchObject({ progress: 'ringing', providerId: callId });
    for (let time = 0; time < 2; time += 1) {
      const hangup = older('/plivo/hangup-url', callback(callId, 'Hangup', ended));
      expect((await service.sendRaw(hangup)).status).toBe(200);
    }
    await service.until(async () => (await attempt(id))?.state === 'ended');
    expect(await attempt(id)).toMatchObject({ disposition: 'busy', cause: { code: '3010' } });
    const { body } = await service.send<{ items: Json[] }>(
      'GET',
      `/v1/calls/${id}/callbacks`,
      undefined,
      asKey(operator),
    );
    expect(
      body.items.find(({ kind, deliveries }) => kind === 'hangup' && Number(deliveries) >= 2),
    ).toBeDefined();
  });

  test('wait for the answer to the placement, and keep what belongs to no call yet', async () => {
    const early = service.sendRaw(older('/plivo/ring-url', callback('not-ours', 'Ring')));
    expect((await early).status).toBe(200);
    service.simulator.faults.replace([{ fault: 'slow-reply', ms: 3_000, match: { request: 'place' } }]);
    const to = '+12125553113';
    const ordered = post<{ call: { id: string } }>('/v1/calls', { from: '+12025550100', to, speak: 'Hi.' });
    const { body } = await ordered;
    await service.until(() => callsTo('12125553113').length > 0);
    const callId = callsTo('12125553113')[0]?.callUuid ?? '';
    expect(await attempt(body.call.id)).toMatchObject({ receipt: null, providerId: null });
    const answer = await service.sendRaw(older('/plivo/hangup-url', callback(callId, 'Hangup', ended)));
    expect(answer.status).toBe(200);
    expect(await attempt(body.call.id)).toMatchObject({ receipt: callId, disposition: 'busy' });
    service.simulator.faults.replace([]);
  });

  test('refuse a wrong signature, a changed field, and a callback without a call', async () => {
    const { callId } = await rings('23');
    const fields = callback(callId, 'Ring');
    expect((await service.sendRaw(older('/plivo/ring-url', fields, { CallStatus: 'busy' }))).status).toBe(
      403,
    );
    const elsewhere = older('/plivo/ring-url', fields);
    const moved = new Request(`${publicUrl}/plivo/hangup-url`, elsewhere);
    expect((await service.sendRaw(moved)).status).toBe(403);
    expect((await service.sendRaw(older('/plivo/ring-url', { Event: 'Ring' }))).status).toBe(422);
  });

  test('refuse a replay once the repeats of Plivo have ended', async () => {
    const { callId } = await rings('33');
    const ring = () => older('/plivo/ring-url', callback(callId, 'Ring'));
    const statuses = [];
    for (const wait of [0, 60_000, 61_000]) {
      await service.pass(wait);
      statuses.push((await service.sendRaw(ring())).status);
    }
    expect(statuses).toEqual([200, 200, 403]);
  });
});
