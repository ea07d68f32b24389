import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const admin = keyOf('root', 'admin', '*');
const viewer = keyOf('watcher', 'viewer', '*');
const north = keyOf('north', 'operator', 'northwind');
const south = keyOf('south', 'operator', 'southwind');
const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });

async function signedIn(service: TestService, { secret }: { secret: string }): Promise<PageClient> {
  const client = createPageClient(service);
  expect((await client.signIn(secret)).status).toBe(303);
  return client;
}

describe('with API keys', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ apiKeys: [admin, viewer, north, south], owner: 'caller' });
    await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }), bearer(north));
  });
  afterAll(() => service.close());

  test('every page leads to the sign-in, forms and streams are refused, and nothing is shown', async () => {
    const client = createPageClient(service);
    const open = service.pages.filter(({ isOpen }) => isOpen).map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      'get /help/:document',
      'get /ui/help/:picture',
      'get /sign-in',
      'post /ui/sign-in',
      'post /ui/sign-out',
      'get /ui/assets/:version/:name{.+}',
    ]);
    for (const { method, path } of service.pages.filter(({ isOpen }) => !isOpen)) {
      const { status, headers, text } = await client[method](path.replaceAll(/:\w+/g, 'spring'));
      const isPage = !path.startsWith('/ui/');
      expect({ path, status }).toEqual({ path, status: isPage ? 303 : 401 });
      if (isPage) expect(headers.get('location')).toMatch(/^\/sign-in\?next=%2F/);
      expect(text).not.toContain('northwind');
    }
    const { body } = await service.send('GET', '/v1/campaigns/spring', undefined, bearer(north));
    expect(body['state']).toBe('draft');
  });

  test('a key is exchanged for a cookie that scripts cannot read and other sites do not send', async () => {
    const client = createPageClient(service);
    const answer = await client.signIn(` ${north.secret} `);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^ringmaster=[\w-]{43};/);
    for (const rule of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(rule);
    expect((await client.get('/campaigns')).text).toContain('spring');
    expect(cookie).not.toContain(north.secret);
  });

  test('over https the cookie is bound to the host and never sent without TLS', async () => {
    const client = createPageClient(service, { origin: 'https://ringmaster.example' });
    const cookie = (await client.signIn(north.secret)).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-ringmaster=/);
    expect(cookie).toContain('Secure');
    expect((await client.get('/')).status).toBe(200);
  });

  test('a session does not authenticate the API', async () => {
    const client = await signedIn(service, admin);
    expect((await client.get('/v1/campaigns')).status).toBe(401);
    expect((await client.post('/v1/pause')).status).toBe(401);
  });

  test('a session sees and does what its key may, and no more', async () => {
    const [ofNorth, ofSouth, ofViewer] = [
      await signedIn(service, north),
      await signedIn(service, south),
      await signedIn(service, viewer),
    ];
    expect((await ofSouth.get('/campaigns')).text).not.toContain('spring');
    expect((await ofSouth.get('/campaigns/spring')).status).toBe(404);
    const seen = (await ofViewer.get('/campaigns/spring')).text;
    expect(seen).toContain('This requires the role operator.');
    expect(seen).not.toContain('action="/ui/campaigns/');
    const refused = await ofViewer.post('/ui/campaigns/spring/cancel');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('requires a key with the role operator');
    expect((await ofNorth.get('/campaigns/spring')).text).toContain('action="/ui/campaigns/');
  });

  test('a form of another site is refused', async () => {
    const client = await signedIn(service, north);
    const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    expect((await client.post('/ui/campaigns/spring/cancel', {}, foreign)).status).toBe(403);
    const { body } = await service.send('GET', '/v1/campaigns/spring', undefined, bearer(north));
    expect(body['state']).toBe('draft');
  });

  test('the sign-in leads back to a path of this service only', async () => {
    for (const [next, location] of [
      ['/campaigns?state=draft', '/campaigns?state=draft'],
      ['https://elsewhere.example/', '/'],
      ['//elsewhere.example/', '/'],
      ['/\\elsewhere.example/', '/'],
    ] as const) {
      const client = createPageClient(service);
      const answer = await client.post('/ui/sign-in', { key: north.secret, next });
      expect(answer.headers.get('location')).toBe(location);
    }
  });

  test('signing out ends the session, not only the cookie', async () => {
    const client = await signedIn(service, north);
    const cookie = client.cookie();
    await client.post('/ui/sign-out');
    expect(client.cookie()).toBe('');
    const stolen = new Request('http://localhost/ui/session', { headers: { cookie } });
    expect((await service.sendRaw(stolen)).status).toBe(401);
  });

  test('the address that sends wrong keys must wait; the answer does not say which part was wrong', async () => {
    const client = createPageClient(service);
    for (let tries = 0; tries < 10; tries += 1) {
      const wrong = await client.signIn('wrong');
      expect(wrong.status).toBe(403);
      expect(wrong.text).toContain('This API key is not known here.');
    }
    const limited = await client.signIn(north.secret);
    expect(limited.status).toBe(429);
    expect(limited.text).toContain('Try again in 60 seconds.');
    await service.pass(60_000);
    expect((await client.signIn(north.secret)).status).toBe(303);
  });
});

test('every instance knows a session, and it ends when its key is removed', async () => {
  const first = await startService({ apiKeys: [admin, north] });
  const client = await signedIn(first, north);
  const headers = { cookie: client.cookie() };
  const visit = async (service: TestService) =>
    (await service.sendRaw(new Request('http://localhost/ui/session', { headers }))).status;
  const other = await startService({ apiKeys: [admin, north], store: first.store });
  expect(await visit(other)).toBe(204);
  const without = await startService({ apiKeys: [admin], store: first.store });
  expect(await visit(without)).toBe(401);
});

describe('without API keys', () => {
  test('only this machine sees pages, and the pages say so', async () => {
    const service = await startService();
    const client = createPageClient(service);
    expect((await client.get('/')).text).toContain('open on this machine');
    expect((await client.get('/sign-in')).status).toBe(303);
    const elsewhere = createPageClient(service, { origin: 'http://ringmaster.example' });
    expect((await elsewhere.get('/')).status).toBe(403);
  });
});
