import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../../support/builders/api-keys.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { mountedRoutes } from '../../support/service/mounted-routes.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const admin = keyOf('root', 'admin', '*');
const viewer = keyOf('watcher', 'viewer', '*');
const north = keyOf('north', 'operator', 'northwind');
const south = keyOf('south', 'operator', 'southwind');
const northAdmin = keyOf('north-admin', 'admin', 'northwind');
const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });

const openPaths = [
  '/healthz',
  '/livez',
  '/readyz',
  ...['answer', 'ring', 'hangup', 'machine', 'recording', 'transfer', 'stream', 'check'].map(
    (kind) => `/webhooks/plivo/${kind}`,
  ),
  '/plivo/ring-url',
  '/plivo/hangup-url',
];

describe('with keys', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ apiKeys: [admin, viewer, north, south, northAdmin], owner: 'caller' });
    await service.send('POST', '/v1/campaigns', campaignFile(), bearer(north));
  });
  afterAll(() => service.close());

  test('every route of the app is 401 without a key, except health, signed webhooks and pages', async () => {
    const routes = mountedRoutes(service);
    expect(routes.length).toBeGreaterThan(50);
    const keyed = routes.filter(({ path }) => !openPaths.includes(path));
    expect(new Set(routes.map(({ path }) => path)).size - new Set(keyed.map(({ path }) => path)).size).toBe(
      openPaths.length,
    );
    for (const { method, path } of keyed) {
      const target = path.replaceAll(/:\w+/g, 'x');
      for (const headers of [{}, bearer({ secret: 'wrong' }), { 'x-api-key': 'wrong' }]) {
        const { status, body } = await service.send(method, target, undefined, headers);
        expect({ method, path, status, code: body['code'] }).toEqual({
          method,
          path,
          status: 401,
          code: 'auth.key-required',
        });
      }
    }
  });

  test('an unknown path is 401 too, so that paths cannot be explored without a key', async () => {
    const { status, headers } = await service.send('GET', '/v1/nowhere');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('Bearer');
  });

  test('health needs no key; its details do', async () => {
    expect((await service.send('GET', '/healthz')).body).toEqual({ status: 'alive' });
    const without = await service.send('GET', '/readyz');
    expect(without.body).toEqual({
      status: 'ready',
      dependencies: {
        instance: { ok: true, required: true, code: null, advice: null },
        store: { ok: true, required: true, code: null, advice: null },
        bus: { ok: true, required: false, code: null, advice: null },
        dispatch: { ok: true, required: false, code: null, advice: null },
        clock: { ok: true, required: false, code: null, advice: null },
        'channel:voice': { ok: true, required: false, code: null, advice: null },
        'channel:log': { ok: true, required: false, code: null, advice: null },
      },
    });
    const withKey = await service.send('GET', '/readyz', undefined, bearer(viewer));
    expect(withKey.body).toMatchObject({ dependencies: { store: { detail: 'ready' } } });
  });

  test('a key is accepted as a bearer token and as X-Api-Key', async () => {
    expect((await service.send('GET', '/v1/campaigns', undefined, bearer(viewer))).status).toBe(200);
    const header = { 'x-api-key': viewer.secret };
    expect((await service.send('GET', '/v1/campaigns', undefined, header)).status).toBe(200);
  });

  test('a viewer reads and changes nothing', async () => {
    const { status, body } = await service.send('POST', '/v1/campaigns', campaignFile(), bearer(viewer));
    expect({ status, code: body['code'] }).toEqual({ status: 403, code: 'auth.role-too-low' });
    expect((await service.send('DELETE', '/v1/calls/x', undefined, bearer(viewer))).status).toBe(403);
  });

  test('an operator changes no client, and stops only its own', async () => {
    const put = await service.send('PUT', '/v1/clients/northwind', {}, bearer(north));
    expect(put.status).toBe(403);
    expect((await service.send('POST', '/v1/pause', {}, bearer(north))).status).toBe(403);
    expect((await service.send('POST', '/v1/clients/northwind/pause', {}, bearer(north))).status).toBe(200);
    expect((await service.send('POST', '/v1/clients/northwind/resume', {}, bearer(north))).status).toBe(200);
  });

  test('an administrator of one client cannot stop or suppress for all clients', async () => {
    const stop = await service.send('POST', '/v1/pause', {}, bearer(northAdmin));
    expect({ status: stop.status, code: stop.body['code'] }).toEqual({
      status: 403,
      code: 'auth.client-only',
    });
    const order = { address: '+12025550147', client: '*' };
    expect((await service.send('POST', '/v1/suppressions', order, bearer(northAdmin))).status).toBe(403);
  });

  test('a key of one client cannot read the metrics, which count all clients', async () => {
    const refused = await service.send('GET', '/metrics', undefined, bearer(northAdmin));
    expect({ status: refused.status, code: refused.body['code'] }).toEqual({
      status: 403,
      code: 'auth.client-only',
    });
    expect((await service.send('GET', '/metrics', undefined, bearer(viewer))).status).toBe(200);
  });

  test('a campaign belongs to its client, and does not exist for others', async () => {
    const { body } = await service.send('GET', '/v1/campaigns/spring-checkup', undefined, bearer(north));
    expect(body).toMatchObject({ name: 'spring-checkup', client: 'northwind' });
    const id = String(body['id']);
    for (const path of [
      id,
      'spring-checkup',
      `${id}/progress`,
      `${id}/why`,
      `${id}/events`,
      `${id}/events/stream`,
      `${id}/contacts`,
      `${id}/results.csv`,
      `${id}/imports`,
      `${id}?client=northwind`,
    ]) {
      const { status } = await service.send('GET', `/v1/campaigns/${path}`, undefined, bearer(south));
      expect({ path, status }).toEqual({ path, status: 404 });
    }
    for (const verb of ['start', 'pause', 'resume', 'cancel', 'archive', 'contacts', 'rehearsal']) {
      const { status } = await service.send('POST', `/v1/campaigns/${id}/${verb}`, {}, bearer(south));
      expect({ verb, status }).toEqual({ verb, status: 404 });
    }
    expect((await service.send('DELETE', `/v1/campaigns/${id}`, undefined, bearer(south))).status).toBe(404);
    const list = await service.send<{ items: unknown[] }>('GET', '/v1/campaigns', undefined, bearer(south));
    expect(list.body.items).toEqual([]);
  });

  test('imports and calls of another client do not exist either', async () => {
    const added = await service.send(
      'POST',
      '/v1/campaigns/spring-checkup/contacts',
      'phone\n+12125550147\n',
      { ...bearer(north), 'content-type': 'text/csv' },
    );
    const path = `/v1/imports/${String(added.body['id'])}`;
    expect((await service.send('GET', path, undefined, bearer(north))).status).toBe(200);
    expect((await service.send('GET', path, undefined, bearer(south))).status).toBe(404);
    const order = { to: '+12125550100', from: '+12025550100', speak: 'Hello.' };
    const { body } = await service.send<{ call: { id: string } }>('POST', '/v1/calls', order, bearer(north));
    const call = `/v1/calls/${body.call.id}`;
    expect((await service.send('GET', call, undefined, bearer(north))).status).toBe(200);
    expect((await service.send('GET', call, undefined, bearer(south))).status).toBe(404);
    expect((await service.send('DELETE', call, undefined, bearer(south))).status).toBe(404);
    expect((await service.send('GET', `/v1/actors/${body.call.id}`, undefined, bearer(south))).status).toBe(
      404,
    );
    const list = await service.send<{ items: unknown[] }>('GET', '/v1/calls', undefined, bearer(south));
    expect(list.body.items).toEqual([]);
  });

  test('a key of one client cannot name another one in a body', async () => {
    const create = await service.send(
      'POST',
      '/v1/campaigns',
      campaignFile({ name: 'theirs', client: 'northwind' }),
      bearer(south),
    );
    expect({ status: create.status, code: create.body['code'] }).toEqual({
      status: 404,
      code: 'client.not-found',
    });
    const order = { to: '+12125550100', from: '+12025550100', speak: 'Hello.', client: 'northwind' };
    expect((await service.send('POST', '/v1/calls', order, bearer(south))).status).toBe(404);
    expect((await service.send('GET', '/v1/clients/northwind', undefined, bearer(south))).status).toBe(404);
  });

  test('the event log names the key that gave the order', async () => {
    await service.send('POST', '/v1/clients/northwind/pause', { reason: 'test' }, bearer(north));
    const { body } = await service.send<{ items: { detail: string }[] }>(
      'GET',
      '/v1/attention',
      undefined,
      bearer(north),
    );
    expect(body.items[0]?.detail).toContain('key:north');
    await service.send('POST', '/v1/clients/northwind/resume', {}, bearer(north));
  });
});

describe('without keys', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ owner: 'caller' });
  });
  afterAll(() => service.close());

  const get = (url: string, headers: Record<string, string> = {}) =>
    service.sendRaw(new Request(url, { headers }));

  test('only this machine is served, under any name', async () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      expect((await get(`http://${host}/v1/campaigns`)).status).toBe(200);
    }
    for (const host of ['evil.example', 'tunnel.example:3000', '192.168.1.5']) {
      expect((await get(`http://${host}/v1/campaigns`)).status).toBe(403);
      expect((await get(`http://${host}/healthz`)).status).toBe(200);
    }
  });

  test('a web page of another origin is refused, a page of this origin is not', async () => {
    const own = await get('http://localhost:3000/v1/campaigns', { origin: 'http://localhost:3000' });
    expect(own.status).toBe(200);
    for (const origin of ['http://evil.example', 'http://localhost:4000', 'null']) {
      expect((await get('http://localhost:3000/v1/campaigns', { origin })).status).toBe(403);
    }
  });
});
