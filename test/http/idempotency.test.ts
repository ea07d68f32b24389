import { beforeEach, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import type { Json } from '../support/service/api-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

const order = { to: '+12125550113', from: '+12025550100', speak: 'Hello.' };
const key = (value: string, headers: Record<string, string> = {}) => ({
  'idempotency-key': value,
  ...headers,
});

test('a repeated order has the same answer, and the contact one call', async () => {
  const first = await service.send('POST', '/v1/calls', order, key('one'));
  const second = await service.send('POST', '/v1/calls', order, key('one'));
  expect(second.status).toBe(202);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  const { body } = await service.send<{ items: Json[] }>('GET', '/v1/calls');
  expect(body.items).toHaveLength(1);
});

test('repeats at the same moment wait for the first', async () => {
  const send = () =>
    service.app.request('http://localhost/v1/calls', {
      method: 'POST',
      headers: key('same', { 'content-type': 'application/json' }),
      body: JSON.stringify(order),
    });
  const responses = await service.during(Promise.all([send(), send(), send()]));
  const bodies = await Promise.all(responses.map((response) => response.json()));
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
  const { body } = await service.send<{ items: Json[] }>('GET', '/v1/calls');
  expect(body.items).toHaveLength(1);
});

test('the key with another body or path is refused', async () => {
  await service.send('POST', '/v1/calls', order, key('one'));
  const other = await service.send('POST', '/v1/calls', { ...order, speak: 'Bye.' }, key('one'));
  expect({ status: other.status, code: other.body['code'] }).toEqual({
    status: 422,
    code: 'request.idempotency-key-reused',
  });
  const elsewhere = await service.send('POST', '/v1/pause', {}, key('one'));
  expect(elsewhere.status).toBe(422);
});

test('a refused request may be repeated with the same key', async () => {
  await service.send('POST', '/v1/campaigns', campaignFile());
  const start = () => service.send('POST', '/v1/campaigns/spring-checkup/start', {}, key('start'));
  expect((await start()).body['code']).toBe('campaign.empty');
  await service.send('POST', '/v1/campaigns/spring-checkup/contacts', csvOf(['00']), {
    'content-type': 'text/csv',
  });
  expect((await start()).status).toBe(200);
});

test('a refused order frees its key too', async () => {
  const wrong = await service.send('POST', '/v1/calls', { ...order, to: 'nobody' }, key('one'));
  expect(wrong.status).toBe(422);
  expect((await service.send('POST', '/v1/calls', order, key('one'))).status).toBe(202);
});

test('an order whose answer failed after its commit is answered at the repeat, and the contact is called once', async () => {
  let isBroken = true;
  service = await startService({
    wrapStore: (store) => ({
      ...store,
      async readEnrollments(input) {
        if (isBroken) throw new Error('the process died here');
        return store.readEnrollments(input);
      },
    }),
  });
  expect((await service.send('POST', '/v1/calls', order, key('one'))).status).toBe(500);
  isBroken = false;
  const { status, body } = await service.send('POST', '/v1/calls', order, key('one'));
  expect(status).toBe(202);
  const calls = await service.send<{ items: Json[] }>('GET', '/v1/calls');
  expect(calls.body.items.map(({ id }) => id)).toEqual([(body['call'] as Json)['id']]);
});

test('a refused list may be corrected and sent with the same key, from its beginning', async () => {
  await service.send('POST', '/v1/campaigns', campaignFile());
  const path = '/v1/campaigns/spring-checkup/contacts';
  const csv = key('upload', { 'content-type': 'text/csv' });
  const refused = await service.send('POST', path, 'first_name,street\nAda,Main\n', csv);
  expect(refused.status).toBe(422);
  const mended = await service.send('POST', path, csvOf(['00', '01']), csv);
  expect(mended.body).toMatchObject({ enrolled: 2, duplicates: 0 });
});

test.each(['put', 'patch', 'delete'] as const)('a %s accepts a key as well', async (method) => {
  await service.send('POST', '/v1/campaigns', campaignFile());
  const [path, body] = {
    put: ['/v1/clients/default', { limits: { concurrent: 3 } }],
    patch: ['/v1/campaigns/spring-checkup', { priority: 3 }],
    delete: ['/v1/campaigns/spring-checkup', undefined],
  }[method];
  const send = () => service.send(method.toUpperCase(), path as string, body, key('one'));
  const [first, second] = [await send(), await send()];
  expect(second.status).toBe(first.status);
  expect(second.text).toBe(first.text);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
});

test('an upload may be repeated only with the same content', async () => {
  await service.send('POST', '/v1/campaigns', campaignFile());
  const path = '/v1/campaigns/spring-checkup/contacts';
  const csv = key('upload', { 'content-type': 'text/csv' });
  const first = await service.send('POST', path, csvOf(['00', '01']), csv);
  const second = await service.send('POST', path, csvOf(['00', '01']), csv);
  expect(second.body).toEqual(first.body);
  expect((await service.send('POST', path, csvOf(['00']), csv)).status).toBe(422);
  const imports = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/spring-checkup/imports');
  expect(imports.body.items).toHaveLength(1);
});

test('equal idempotency keys of different API keys are independent', async () => {
  const [ann, bob] = [keyOf('ann', 'operator', 'northwind'), keyOf('bob', 'operator', 'southwind')];
  service = await startService({ apiKeys: [ann, bob] });
  const send = ({ secret }: { secret: string }) =>
    service.send('POST', '/v1/calls', order, key('one', { 'x-api-key': secret }));
  const [first, second] = [await send(ann), await send(bob)];
  expect(second.status).toBe(202);
  expect(second.body['campaign']).not.toBe(first.body['campaign']);
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const slowLease = { leaseMs: 10 * hourMs, marginMs: 3 * hourMs, beatMs: hourMs, gapMs: 2 * hourMs };

test('a key is forgotten after a day', async () => {
  await service.close();
  service = await startService({ lease: slowLease });
  const first = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'a' }), key('one'));
  await service.pass(dayMs + 1);
  const second = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'b' }), key('one'));
  expect(first.status).toBe(201);
  expect(second.status).toBe(201);
});

test('a key is kept for the period of the client that it concerns', async () => {
  await service.close();
  service = await startService({ lease: slowLease });
  await service.send('PUT', '/v1/clients/northwind', { retention: { keys: 3 } });
  const create = (client: string) =>
    service.send('POST', '/v1/campaigns', campaignFile({ client }), key(`of ${client}`.replace(' ', '-')));
  for (const client of ['northwind', 'southwind']) expect((await create(client)).status).toBe(201);
  await service.pass(2 * dayMs);
  expect((await create('northwind')).headers.get('idempotency-replayed')).toBe('true');
  expect((await create('southwind')).status).toBe(409);
  await service.pass(dayMs);
  expect((await create('northwind')).status).toBe(409);
});

test.each(['', ' ', 'ä', 'a b', 'x'.repeat(256)])('the key %j is not valid', async (value) => {
  const request = new Request('http://localhost/v1/pause', { method: 'POST' });
  try {
    request.headers.set('idempotency-key', value);
  } catch {
    return;
  }
  const response = await service.sendRaw(request);
  expect(response.status).toBe(422);
});
