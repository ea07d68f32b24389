import type { Health } from '../../../src/domain/health.ts';
import { readFile } from 'node:fs/promises';
import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { mountedRoutes } from '../../support/service/mounted-routes.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

const csv = { 'content-type': 'text/csv' };
async function running(suffixes: readonly string[], over = {}): Promise<string> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile(over));
  const id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(suffixes), csv);
  await service.send('POST', `/v1/campaigns/${id}/start`);
  return id;
}

describe('the emergency stop', () => {
  test('stops everything, twice as well as once, and is lifted', async () => {
    const stop = () => service.send('POST', '/v1/pause', { reason: 'fire' });
    expect((await stop()).body).toMatchObject({
      client: '*',
      changed: true,
      hold: { reason: 'fire', by: 'local' },
    });
    expect((await stop()).body).toMatchObject({ changed: false });
    const id = await running(['14', '14']);
    const why = await service.send('GET', `/v1/campaigns/${id}/why`);
    expect(why.body).toMatchObject({ reasons: [{ code: 'emergency.stop', contacts: 2 }] });
    expect((await service.send('GET', '/v1/attention')).body).toMatchObject({
      items: [{ code: 'emergency.stop' }],
    });
    expect(service.simulator.calls()).toHaveLength(0);
    expect((await service.send('POST', '/v1/resume')).body).toMatchObject({ changed: true, hold: null });
    await service.until(() => service.simulator.calls().length === 2);
  });

  test('is in a log with its author, time and reason, also for its end', async () => {
    await service.send('POST', '/v1/pause', { reason: 'fire' });
    await service.send('POST', '/v1/resume', { reason: 'put out' });
    await service.send('POST', '/v1/resume', { reason: 'again' });
    await service.send('POST', '/v1/clients/northwind/pause', {});
    const { body } = await service.send<{ items: Json[] }>('GET', '/v1/stops');
    expect(body.items).toMatchObject([
      { client: 'northwind', event: 'ordered', reason: null, by: 'local' },
      { client: '*', event: 'lifted', reason: 'put out', by: 'local' },
      { client: '*', event: 'ordered', reason: 'fire', by: 'local' },
    ]);
    const southwind = await service.send<{ items: Json[] }>('GET', '/v1/stops?client=southwind');
    expect(southwind.body.items).toHaveLength(2);
  });

  test('of one client does not affect the others', async () => {
    const { body } = await service.send('POST', '/v1/clients/northwind/pause', { reason: 'asked' });
    expect(body).toMatchObject({ client: 'northwind', changed: true });
    await running(['14'], { client: 'southwind' });
    await service.until(() => service.simulator.calls().length === 1);
    const client = await service.send('GET', '/v1/clients/northwind');
    expect(client.body).toMatchObject({ hold: { reason: 'asked' } });
  });
});

/** The settings of a client in the form of a campaign file. */
const mission = {
  rateLimits: {
    perHour: 50,
    perDay: 200,
    warmupEnabled: true,
    warmupSchedule: [10, 25, 50, 100, 150, 200],
  },
  sendWindow: { start: '09:00', end: '17:00', timezone: 'recipient', skipWeekends: true },
  sequences: { defaultDelay: [0, 3, 7], stopOnReply: true, stopOnBounce: true },
};

describe('clients', () => {
  test('accept the whole block of settings, and a campaign overrides it key by key', async () => {
    const step = { channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello' }] };
    const steps = ['a', 'b', 'c'].map((id) => ({ id, ...step }));
    const put = await service.send('PUT', '/v1/clients/northwind', mission);
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ settings: mission });
    const create = (body: Json) =>
      service.send<{ definition: Json }>('POST', '/v1/campaigns', { steps, client: 'northwind', ...body });
    const inherited = await create({ name: 'inherited' });
    expect(inherited.status).toBe(201);
    expect(inherited.body.definition).toMatchObject(mission);
    const own = await create({
      name: 'own',
      rateLimits: { warmupEnabled: false, perHour: 5 },
      sequences: { defaultDelay: '2d' },
    });
    expect(own.body.definition).toMatchObject({
      rateLimits: { ...mission.rateLimits, warmupEnabled: false, perHour: 5 },
      sequences: { ...mission.sequences, defaultDelay: '2d' },
      sendWindow: mission.sendWindow,
    });
    const plain = await create({ name: 'plain', client: 'southwind', ...mission });
    expect(plain.body.definition).toMatchObject(mission);
  });

  test('have defaults until settings are stored', async () => {
    const { body } = await service.send('GET', '/v1/clients/northwind');
    expect(body).toEqual({
      id: 'northwind',
      settings: { timezone: 'UTC', limits: {} },
      updatedAt: null,
      hold: null,
    });
    expect((await service.send('GET', '/v1/clients')).body).toEqual({ items: [], next: null });
  });

  test('are listed once they have settings or are stopped', async () => {
    await service.send('PUT', '/v1/clients/southwind', { limits: { concurrent: 1 } });
    await service.send('POST', '/v1/clients/northwind/pause', { reason: 'asked' });
    await service.send('POST', '/v1/pause');
    expect((await service.send('GET', '/v1/clients')).body).toMatchObject({
      items: [
        { id: 'northwind', updatedAt: null, hold: { reason: 'asked' } },
        { id: 'southwind', settings: { limits: { concurrent: 1 } }, hold: null },
      ],
    });
  });

  test('log each change of their limits and each stop, with client, author, old and new value', async () => {
    const lines: Json[] = [];
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line) as Json) });
    service = await startService({ log });
    await service.send('PUT', '/v1/clients/northwind', { limits: { concurrent: 1 } });
    await service.send('PUT', '/v1/clients/northwind', { limits: { concurrent: 2 } });
    for (const verb of ['pause', 'pause', 'resume', 'resume'])
      await service.send('POST', `/v1/clients/northwind/${verb}`);
    await service.send('POST', '/v1/pause');
    expect(lines.filter(({ msg }) => msg !== 'answered')).toMatchObject([
      { client: 'northwind', by: 'local', before: null, after: { limits: { concurrent: 1 } } },
      { before: { limits: { concurrent: 1 } }, after: { limits: { concurrent: 2 } } },
      { client: 'northwind', by: 'local', msg: 'an emergency stop was ordered' },
      { client: 'northwind', by: 'local', msg: 'an emergency stop was lifted' },
      { client: '*', by: 'local', msg: 'an emergency stop was ordered' },
    ]);
  });

  test('log a deleted draft and each change of their do-not-contact list, with the author and without the address', async () => {
    const lines: Json[] = [];
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line) as Json) });
    service = await startService({ log });
    await service.send('POST', '/v1/suppressions', { address: '+12025550147', reason: 'asked' });
    for (const _ of [1, 2]) await service.send('DELETE', '/v1/suppressions/%2B12025550147');
    await service.send('POST', '/v1/campaigns', campaignFile({ name: 'draft' }));
    await service.send('DELETE', '/v1/campaigns/draft');
    const told = lines.filter(({ msg }) => msg !== 'answered');
    expect(told).toMatchObject([
      { client: 'default', by: 'local', reason: 'asked', msg: 'an address was suppressed' },
      { client: 'default', by: 'local', msg: 'an address was removed from the do-not-contact list' },
      { name: 'draft', client: 'default', by: 'local', msg: 'campaign.created' },
      { name: 'draft', client: 'default', by: 'local', msg: 'a draft was deleted' },
    ]);
    expect(JSON.stringify(told)).not.toContain('2025550147');
  });

  test('keep stored settings, and their limits apply from then on', async () => {
    const put = await service.send('PUT', '/v1/clients/northwind', { limits: { concurrent: 1 } });
    expect(put.body).toMatchObject({
      settings: { limits: { concurrent: 1 } },
      updatedAt: '2027-03-01T15:00:00Z',
    });
    await running(['14', '14', '14'], { client: 'northwind' });
    await service.until(() => service.simulator.calls().length === 1);
    await service.pass(10_000);
    expect(service.simulator.calls().filter(({ state }) => state !== 'ended')).toHaveLength(1);
  });

  test.each([
    ['a negative limit', { limits: { concurrent: -1 } }, 'limits.concurrent', 'must be at least 1'],
    ['an unknown zone', { timezone: 'Mars/Olympus' }, 'timezone', 'is not a time zone'],
    [
      'an impossible window',
      { sendWindow: { start: '17:00', end: '09:00' } },
      'sendWindow.end',
      'must be later than start',
    ],
    ['a number for a time of day', { sendWindow: { start: 9 } }, 'sendWindow.start', 'must be a text'],
    [
      'a warm-up without days',
      { rateLimits: { warmupEnabled: true } },
      'rateLimits.warmupEnabled',
      'warmupSchedule',
    ],
    [
      'an empty warm-up',
      { rateLimits: { warmupSchedule: [] } },
      'rateLimits.warmupSchedule',
      'needs at least one day',
    ],
    [
      'days that do not begin with 0',
      { sequences: { defaultDelay: [3, 7] } },
      'sequences.defaultDelay',
      'must begin with 0',
    ],
    ['an unknown key', { limit: {} }, '', 'has nothing named limit'],
  ])('refuse %s with its path and a clear message', async (_name, settings, path, words) => {
    const { status, body } = await service.send<{ issues: Json[] }>('PUT', '/v1/clients/northwind', settings);
    expect(status).toBe(422);
    expect(body.issues[0]).toMatchObject({ path, message: expect.stringContaining(words) as string });
  });

  test('have names of the form of a slug', async () => {
    expect((await service.send('PUT', '/v1/clients/No%20Slug', {})).status).toBe(422);
  });
});

describe('addresses that must not be contacted', () => {
  test('are stored in one form, replaced and removed', async () => {
    const add = (address: string, over: Json = {}) =>
      service.send('POST', '/v1/suppressions', { address, ...over });
    expect((await add('+1 (202) 555-0147')).body).toMatchObject({
      client: 'default',
      address: '+12025550147',
      reason: 'requested',
      by: 'local',
    });
    await add('Ann@Example.com', { client: '*', reason: 'complained' });
    await add('+12025550147', { reason: 'twice' });
    const list = await service.send<{ items: Json[] }>('GET', '/v1/suppressions');
    expect(list.body.items).toMatchObject([
      { client: '*', address: 'ann@example.com', reason: 'complained' },
      { client: 'default', address: '+12025550147', reason: 'twice' },
    ]);
    const gone = await service.send('DELETE', '/v1/suppressions/%2B12025550147');
    expect(gone.status).toBe(204);
    expect((await service.send('DELETE', '/v1/suppressions/+12025550147')).status).toBe(404);
    expect((await service.send('DELETE', '/v1/suppressions/ann@example.com?client=*')).status).toBe(204);
  });

  test('end the contacts that have them', async () => {
    const id = await running(['14', '14'], { sendWindow: { start: '23:00', end: '24:00' } });
    await service.send('POST', '/v1/suppressions', { address: '+12125550014' });
    const suppressed = async () => (await service.store.readCampaign(id))?.counters.states.suppressed;
    await service.until(async () => (await suppressed()) !== undefined);
    expect(await suppressed()).toBe(1);
  });

  test.each(['nobody', '12', 'a@b', '+1', '2025550147'])('%j is not one', async (address) => {
    expect((await service.send('POST', '/v1/suppressions', { address })).status).toBe(422);
  });
});

describe('running parts', () => {
  test('instances name the campaigns they run', async () => {
    const id = await running(['14']);
    await service.pass(3_000);
    const { body } = await service.send('GET', '/v1/instances');
    expect(body).toMatchObject({ items: [{ id: 'instance-1', campaigns: [id] }] });
    const [{ heartbeatAt }] = body['items'] as [{ heartbeatAt: string }];
    const age = service.time.clocks.system.now() - Date.parse(heartbeatAt);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(2_000);
    const other = await service.send('GET', '/v1/instances?client=southwind');
    expect(other.body).toMatchObject({ items: [{ id: 'instance-1', campaigns: [] }] });
  });

  test('machines are shown as they are defined, and actors with the commands that they accept', async () => {
    const list = await service.send<{ items: { name: string }[] }>('GET', '/v1/machines');
    expect(list.body.items.map(({ name }) => name)).toEqual(['campaign', 'enrollment', 'attempt']);
    const machine = await service.send<{ definition: { states: Json } }>('GET', '/v1/machines/campaign');
    expect(Object.keys(machine.body.definition.states)).toContain('draft');
    expect((await service.send('GET', '/v1/machines/toaster')).status).toBe(404);

    const id = await running(['14']);
    await service.until(() => service.simulator.calls().length === 1);
    const campaign = await service.send('GET', `/v1/actors/${id}`);
    expect(campaign.body).toMatchObject({ machine: 'campaign', state: expect.stringMatching(/^running\./) });
    expect(campaign.body['context']).toMatchObject({ startedAt: '2027-03-01T15:00:00Z' });
    expect(campaign.body['nextEvents']).toEqual(expect.arrayContaining(['PAUSE', 'CANCEL', 'ASSESSED']));
    const calls = await service.send<{ items: { id: string; contact: string }[] }>('GET', '/v1/calls');
    const [call] = calls.body.items;
    const attempt = await service.send('GET', `/v1/actors/${call?.id}`);
    expect(attempt.body).toMatchObject({ machine: 'attempt', campaign: id });
    const taken = await service.send('GET', `/v1/machines/enrollment?campaign=${id}`);
    expect(taken.body['transitions']).toEqual([
      { from: null, event: null, to: 'pending', count: 1 },
      { from: 'pending', event: 'MINTED', to: 'in-flight', count: 1 },
    ]);
    expect((await service.send('GET', '/v1/machines/enrollment?campaign=none')).status).toBe(404);
    const person = await service.send('GET', `/v1/actors/${call?.contact}?campaign=${id}`);
    expect(person.body).toMatchObject({ machine: 'enrollment', state: 'in-flight' });
    expect((await service.send('GET', `/v1/actors/${call?.contact}`)).status).toBe(422);
    expect((await service.send('GET', '/v1/actors/nonsense')).status).toBe(404);
  });

  test('the service returns its name, version and time', async () => {
    const { body } = await service.send('GET', '/v1/service');
    expect(body).toMatchObject({
      carrier: 'simulator',
      instance: 'instance-1',
      businessTime: '2027-03-01T15:00:00Z',
    });
  });

  test('a rehearsal runs if the service supports it, and is refused otherwise', async () => {
    const id = await running(['14']);
    const without = await service.send('POST', `/v1/campaigns/${id}/rehearsal`);
    expect({ status: without.status, code: without.body['code'] }).toEqual({
      status: 501,
      code: 'rehearsal.unavailable',
    });
    service = await startService({ rehearse: async ({ record }) => ({ name: record.name }) });
    await service.send('POST', '/v1/campaigns', campaignFile());
    const { body } = await service.send('POST', '/v1/campaigns/spring-checkup/rehearsal');
    expect(body).toEqual({ name: 'spring-checkup' });
  });
});

describe('health', () => {
  test('the process is alive, and ready while its dependencies are available', async () => {
    expect((await service.send('GET', '/healthz')).status).toBe(200);
    let health: Health = { ok: true, detail: 'ready' };
    service = await startService({
      wrapStore: (store) => ({ ...store, health: async () => health }),
      channels: ({ voice }) => [{ ...voice, check: () => Promise.reject(new Error('no route')) }],
    });
    const ready = await service.send('GET', '/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({
      status: 'ready',
      dependencies: {
        bus: { ok: true, code: null, advice: null },
        'channel:voice': {
          ok: false,
          required: false,
          code: 'dependency.failed',
          advice: expect.stringContaining('log of the service') as string,
          detail: 'no route',
        },
      },
    });
    health = { ok: false, code: 'store.full', detail: 'no room for /data/x', advice: 'Make room.' };
    await service.pass(1_000);
    const down = await service.send('GET', '/readyz');
    expect(down.status).toBe(503);
    expect(down.body).toMatchObject({
      status: 'not-ready',
      dependencies: { store: { code: 'store.full', advice: 'Make room.', detail: 'no room for /data/x' } },
    });
  });

  test('dependencies are not checked again for every request', async () => {
    let asked = 0;
    const check = async (): Promise<Health> => ({ ok: true, detail: `asked ${(asked += 1)} times` });
    service = await startService({ channels: ({ voice }) => [{ ...voice, check }] });
    for (let time = 0; time < 5; time += 1) await service.send('GET', '/readyz');
    expect(asked).toBe(1);
    await service.pass(30_000);
    await service.send('GET', '/readyz');
    expect(asked).toBe(2);
  });

  test('a dependency that never answers counts as down', async () => {
    service = await startService({
      wrapStore: (store) => ({ ...store, health: () => new Promise(() => undefined) }),
    });
    expect(await service.send('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { dependencies: { store: { code: 'dependency.no-answer' } } },
    });
    // A supervisor must not restart the process for it.
    for (const path of ['/livez', '/healthz'])
      expect(await service.send('GET', path)).toMatchObject({ status: 200, body: { status: 'alive' } });
  });

  test('dispatch is reported as stopped while no heartbeat reaches the store, and recovers', async () => {
    let isAway = false;
    service = await startService({
      wrapStore: (store) => ({
        ...store,
        beat: async (beat) => {
          if (isAway) throw new Error('the store is away');
          return store.beat(beat);
        },
      }),
    });
    const dispatch = async (): Promise<unknown> => {
      const { body } = await service.send<{ dependencies: Record<string, unknown> } & Json>('GET', '/readyz');
      return body.dependencies['dispatch'];
    };
    isAway = true;
    await service.pass(9_000);
    expect(await dispatch()).toMatchObject({ ok: false, required: false, code: 'dispatch.lease-expired' });
    expect((await service.send('GET', '/metrics')).text).toContain('ringmaster_lease_valid 0\n');
    isAway = false;
    await service.pass(2_000);
    expect(await dispatch()).toMatchObject({ ok: true, code: null });
    expect((await service.send('GET', '/metrics')).text).toContain('ringmaster_lease_valid 1\n');
  });
});

describe('the documents', () => {
  type Api = { paths: Record<string, Record<string, Json>>; components: { schemas: Json } };

  test('describe every route of the app, and no other', async () => {
    const { body } = await service.send<Api & Json>('GET', '/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const mounted = mountedRoutes(service).map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.sort()).toEqual([...new Set(mounted)].sort());
  });

  test('have valid references, unique names and every path parameter', async () => {
    const { body, text } = await service.send<Api>('GET', '/openapi.json');
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(body.components.schemas).toHaveProperty(String(name));
    }
    const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const ids = operations.map(({ operation }) => operation['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const names = ((operation['parameters'] ?? []) as Json[])
        .filter((parameter) => parameter['in'] === 'path')
        .map(({ name }) => name);
      expect(new Set(names)).toEqual(new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
    }
    expect(body.paths['/v1/campaigns']?.['post']).toMatchObject({
      requestBody: {
        content: { 'application/json': { schema: { $ref: expect.stringContaining('#/components') } } },
      },
      responses: {
        201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Campaign' } } } },
      },
    });
  });

  test('are a page without scripts and without external files', async () => {
    const { text, headers } = await service.send('GET', '/docs');
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
    expect(text).toContain('/v1/campaigns/{id}/pause');
    expect(text).toContain('no real calls');
    expect(text).not.toMatch(/<script|https?:\/\/(?!localhost)/);
  });
});

test('no route has a path that the pattern of another matches: a method of one would be offered for the other', () => {
  const paths = [...new Set(mountedRoutes(service).map(({ path }) => path))];
  const isMatched = (path: string, pattern: string): boolean => {
    const [parts, wanted] = [path.split('/'), pattern.split('/')];
    return (
      parts.length === wanted.length &&
      wanted.every((part, index) => part.startsWith(':') || part === parts[index])
    );
  };
  const clashes = paths.flatMap((path) =>
    paths.filter((pattern) => pattern !== path && isMatched(path, pattern)).map((one) => `${path} ${one}`),
  );
  expect(clashes).toEqual([]);
});

test('docs/http.md names every route, and no other', async () => {
  const text = await readFile(new URL('../../../docs/http.md', import.meta.url), 'utf8');
  const named = new Set(
    [...text.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`\s]*)`/g)].map(
      ([, verb, path]) => `${verb} ${path}`,
    ),
  );
  const mounted = mountedRoutes(service)
    .filter(({ path }) => !path.startsWith('/webhooks/'))
    .map(({ method, path }) => `${method} ${path}`);
  expect([...named].sort()).toEqual([...new Set(mounted)].sort());
  for (const { path } of mountedRoutes(service).filter(({ path }) => path.startsWith('/webhooks/'))) {
    expect(text).toContain(`\`${path}\``);
  }
});
