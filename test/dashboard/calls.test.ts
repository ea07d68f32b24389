import { beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { callerId, campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import type { Json } from '../support/service/api-client.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

type Call = Json & { id: string; campaign: string; contact: string; active: boolean; state: string };
type Calls = { items: Call[]; next: string | null };

const csv = { 'content-type': 'text/csv' };

describe('calls', () => {
  let service: TestService;
  let client: PageClient;
  beforeEach(async () => {
    service = await startService();
    client = createPageClient(service);
  });
  const calls = async (query = '') => (await service.send<Calls>('GET', `/v1/calls${query}`)).body.items;
  const start = async (list: string): Promise<string> => {
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
    const id = String(body['id']);
    await service.send('POST', `/v1/campaigns/${id}/contacts`, list, csv);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    return id;
  };
  const untilOpen = async (): Promise<Call> => {
    await service.until(async () => (await calls('?active=true')).length > 0);
    const [call] = await calls('?active=true');
    if (!call) throw new Error('the call has ended meanwhile');
    return call;
  };
  const untilEnded = async (): Promise<Call> => {
    await service.until(async () => (await calls()).some(({ active }) => !active));
    const call = (await calls()).find(({ active }) => !active);
    if (!call) throw new Error('no call has ended');
    return call;
  };

  test('none is said in words', async () => {
    const { status, text } = await client.get('/calls');
    expect(status).toBe(200);
    expect(text).toContain('No call is open.');
    expect(text).toContain('No call has ended.');
  });

  test('that are open are one line each, with links and a way to hang up', async () => {
    const id = await start(csvOf(['00']));
    const call = await untilOpen();
    const { text } = await client.get('/calls');
    expect(text).toContain('1 call open.');
    expect(text).toContain(`href="/calls/${call.id}"`);
    expect(text).toContain(`href="/campaigns/${id}/contacts/${call.contact}"`);
    expect(text).toContain('spring');
    const ended = await client.post(`/ui/calls/${call.id}/hang-up`, { stay: 'calls' });
    expect(ended.status).toBe(303);
    expect(ended.headers.get('location')).toBe('/calls');
    const page = await client.get(`/calls/${call.id}`);
    expect(page.text).toMatch(/The end of this call was already ordered\.|The call has ended\./);
  });

  test('that have ended are listed page by page', async () => {
    await start(csvOf(Array.from({ length: 60 }, () => '06')));
    await service.until(
      async () => (await calls('?limit=500')).filter(({ active }) => !active).length === 60,
    );
    const first = (await client.get('/calls')).text;
    expect(first.match(/<td class="whole">\s*<a href="\/campaigns/g)).toHaveLength(50);
    const older = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = (await client.get(older)).text;
    expect(second.match(/<td class="whole">\s*<a href="\/campaigns/g)).toHaveLength(10);
    expect(second).toContain('Newest calls');
    expect((await client.get('/calls?after=nonsense')).status).toBe(422);
  });

  test('one is shown with its facts, the evidence that decides, its reports, and the chart lit', async () => {
    await start(csvOf(['00']));
    const call = await untilEnded();
    const { status, text } = await client.get(`/calls/${call.id}`);
    expect(status).toBe(200);
    expect(text).toContain('The call has ended: answered.');
    expect(text).toMatch(/<li aria-current="true">\s*<b>(hang-up|record)<\/b>/);
    expect(text).toMatch(/class="[^"]*current[^"]*" data-state="ended"/);
    expect(text).toContain('the phone of the contact rings');
    expect(text).toContain('Callbacks as they came');
    expect(text).toContain('changed the call');
    expect(text).toContain('data-present="ended"');
    expect(text).toContain('The call has ended.');
    expect((await client.get('/calls/att_01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
    expect((await client.post('/ui/calls/att_01ARZ3NDEKTSV4RRFFQ69G5FAV/hang-up')).status).toBe(404);
  });

  test('one can be ordered; a wrong order is shown again with what was written', async () => {
    const order = { to: '+12025550123', from: callerId, speak: 'Hello.', outsideHours: 'test', key: 'a' };
    const placed = await client.post('/ui/calls', order);
    expect(placed.status).toBe(303);
    expect(placed.headers.get('location')).toMatch(/^\/(calls\/att_|campaigns\/cmp_\w+\/contacts\/con_)/);
    expect((await client.post('/ui/calls', order)).headers.get('location')).toBe(
      placed.headers.get('location'),
    );
    expect(await calls()).toHaveLength(1);
    const wrong = await client.post('/ui/calls', { ...order, key: 'b', to: 'nobody', speak: '<b>Hi</b>' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('to is not a phone number.');
    expect(wrong.text).toContain('value="nobody"');
    expect(wrong.text).toContain('&lt;b&gt;Hi&lt;/b&gt;');
    expect(await calls()).toHaveLength(1);
  });
});

test('calls of another client are not found, and a viewer may not hang up or call', async () => {
  const north = keyOf('north', 'operator', 'northwind');
  const south = keyOf('south', 'operator', 'southwind');
  const viewer = keyOf('watcher', 'viewer', 'northwind');
  const service = await startService({ apiKeys: [north, south, viewer] });
  const bearer = { authorization: `Bearer ${north.secret}` };
  const order = { to: '+12025550123', from: callerId, speak: 'Hello.', outsideHours: 'test' };
  const { body } = await service.send<{ call: Call | null }>('POST', '/v1/calls', order, bearer);
  const id = body.call?.id ?? '';
  expect(id).not.toBe('');
  const signedIn = async ({ secret }: { secret: string }): Promise<PageClient> => {
    const client = createPageClient(service);
    await client.signIn(secret);
    return client;
  };
  const other = await signedIn(south);
  expect((await other.get(`/calls/${id}`)).status).toBe(404);
  expect((await other.post(`/ui/calls/${id}/hang-up`)).status).toBe(404);
  expect((await other.get('/calls')).text).not.toContain(id);
  const watcher = await signedIn(viewer);
  const seen = await watcher.get(`/calls/${id}`);
  expect(seen.status).toBe(200);
  expect(seen.text).not.toContain('action="/ui/calls/');
  expect((await watcher.post(`/ui/calls/${id}/hang-up`)).status).toBe(403);
  expect((await watcher.post('/ui/calls', order)).status).toBe(403);
});
