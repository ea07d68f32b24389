import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const admin = keyOf('root', 'admin', '*');
const viewer = keyOf('watcher', 'viewer', '*');
const north = keyOf('north', 'operator', 'northwind');
const south = keyOf('south', 'operator', 'southwind');
const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });
const number = '+12025550123';

let service: TestService;
beforeAll(async () => {
  service = await startService({ apiKeys: [admin, viewer, north, south], owner: 'caller' });
  const file = campaignFile({ name: 'spring', rateLimits: { concurrent: 1 } });
  const { body } = await service.send('POST', '/v1/campaigns', file, bearer(north));
  const csv = { ...bearer(north), 'content-type': 'text/csv' };
  await service.send('POST', `/v1/campaigns/${String(body['id'])}/contacts`, csvOf(['14', '14', '14']), csv);
  await service.send('POST', `/v1/campaigns/${String(body['id'])}/start`, undefined, bearer(north));
  await service.pass(2_000);
});
afterAll(() => service.close());

async function signedIn({ secret }: { secret: string }): Promise<PageClient> {
  const client = createPageClient(service);
  expect((await client.signIn(secret)).status).toBe(303);
  return client;
}

describe('do not contact', () => {
  test('one box: the verdict with every list, and no address in an address of a page', async () => {
    const client = await signedIn(north);
    const ask = async () =>
      (await client.post('/ui/do-not-contact/ask', { address: '+1 202 555 0123' })).text;
    expect(await ask()).toMatch(/may be contacted[\s\S]*no list for all campaigns has it/);
    const added = await client.post('/ui/do-not-contact/add', { address: number, reason: '<b>asked</b>' });
    expect(added.status).toBe(200);
    expect(added.text).toContain('is on the list of northwind');
    const barred = await ask();
    expect(barred).toContain('must not be contacted');
    expect(barred).toContain('&lt;b&gt;asked&lt;/b&gt;');
    expect(barred).not.toMatch(/href="[^"]*2025550123/);
    const removed = await client.post('/ui/do-not-contact/remove', { address: number, client: 'northwind' });
    expect(removed.text).toContain('was removed from the list');
    expect(await ask()).toContain('may be contacted');
  });

  test('an entry for all clients bars every client, and only an administrator changes it', async () => {
    const root = await signedIn(admin);
    await root.post('/ui/do-not-contact/add', { address: number, client: '*' });
    const client = await signedIn(south);
    const { text } = await client.post('/ui/do-not-contact/ask', { address: number });
    expect(text).toMatch(/must not be contacted[\s\S]*on the list of\s+all clients/);
    const refused = await client.post('/ui/do-not-contact/remove', { address: number, client: '*' });
    expect(refused.status).toBe(403);
    expect((await root.post('/ui/do-not-contact/remove', { address: number, client: '*' })).status).toBe(200);
  });

  test('a text that is no address is refused on the page; a viewer asks but does not add', async () => {
    const client = await signedIn(viewer);
    const wrong = await client.post('/ui/do-not-contact/ask', { address: 'x'.repeat(300) });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('This is not a phone number.');
    expect((await client.post('/ui/do-not-contact/add', { address: number })).status).toBe(403);
    expect((await client.get('/do-not-contact')).text).not.toContain('action="/ui/do-not-contact/add"');
  });
});

describe('limits and clients', () => {
  test('the limit that is full, who waits for it, and the use of others', async () => {
    const { body } = await service.send('GET', '/v1/limits', undefined, bearer(admin));
    expect(body['waiting']).toMatchObject([{ name: 'spring', reason: 'limit.concurrent', contacts: 2 }]);
    const scopes = (body['items'] as { scope: string; held: number | null }[]).map(({ scope, held }) => [
      scope.replace(/cmp_\w+/, 'cmp'),
      held,
    ]);
    expect(scopes).toContainEqual(['campaign:cmp', 1]);
    expect(scopes).toContainEqual(['client:northwind', 1]);
    const page = (await (await signedIn(admin)).get('/limits')).text;
    expect(page).toContain('waits for a free slot');
    expect(page).toContain('1 of 1');
  });

  test('a key for one client sees its campaigns, and not how much others use of a shared limit', async () => {
    const own = (await service.send('GET', '/v1/limits', undefined, bearer(north))).body;
    const items = own['items'] as { scope: string; held: number | null }[];
    expect(items.filter(({ held }) => held === null).length).toBeGreaterThan(0);
    expect(items.every(({ scope, held }) => held !== null || !/^(client|campaign):/.test(scope))).toBe(true);
    const others = (await service.send('GET', '/v1/limits', undefined, bearer(south))).body;
    expect(others).toMatchObject({ items: [], waiting: [] });
  });

  test('an administrator changes the settings of a client, which are in its log', async () => {
    const client = await signedIn(admin);
    const saved = await client.post('/ui/clients/westwind', {
      timezone: 'America/New_York',
      concurrent: '7',
      defaults: 'rateLimits: { perHour: 50 }',
    });
    expect(saved.status).toBe(303);
    const { body } = await service.send('GET', '/v1/clients/westwind', undefined, bearer(admin));
    expect(body['settings']).toMatchObject({ limits: { concurrent: 7 }, rateLimits: { perHour: 50 } });
    const page = (await client.get('/clients/westwind')).text;
    expect(page).toContain('settings.changed');
    expect(page).toContain('perHour: 50');
    expect((await client.get('/limits')).text).toContain('/clients/westwind');
  });

  test.each([
    { what: 'a limit that is no number', values: { concurrent: 'many' } },
    { what: 'a text that is no YAML', values: { defaults: '[' } },
  ])('$what is refused with the form as it was', async ({ values }) => {
    const client = await signedIn(admin);
    const { status, text } = await client.post('/ui/clients/eastwind', { timezone: 'UTC', ...values });
    expect(status).toBe(422);
    expect(text).toContain(Object.values(values)[0]);
    const { body } = await service.send('GET', '/v1/clients/eastwind', undefined, bearer(admin));
    expect(body['updatedAt']).toBeNull();
  });

  test('other clients are not found, and operators do not change settings', async () => {
    const client = await signedIn(north);
    expect((await client.get('/clients/southwind')).status).toBe(404);
    expect((await client.get('/clients/northwind')).text).toContain('This requires the role admin.');
    expect((await client.post('/ui/clients/northwind', { timezone: 'UTC' })).status).toBe(403);
  });
});

test('the first page shows the fullest limits of what runs at once', async () => {
  const client = await signedIn(north);
  const { text } = await client.get('/');
  const atOnce = text.slice(text.indexOf('id="at-once"'), text.indexOf('id="instances"'));
  expect(atOnce).toMatch(/campaign\s*<a href="\/campaigns\/cmp_\w+"><bdi>spring<\/bdi><\/a>[^]*1 of 1/);
});
