import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const list = [
  'phone,first_name',
  ...Array.from({ length: 30 }, (_, row) => `+1202555${1000 + row},P${row}`),
].join('\n');

let service: TestService;
let client: PageClient;
let id: string;

beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  client = createPageClient(service);
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
});
afterAll(() => service.close());

describe('the page of a campaign', () => {
  test('is found by id and by name, and says what the campaign waits for', async () => {
    const [byId, byName] = [await client.get(`/campaigns/${id}`), await client.get('/campaigns/spring')];
    expect(byId.status).toBe(200);
    expect(byName.text).toBe(byId.text);
    const { body } = await service.send('GET', `/v1/campaigns/${id}/why`);
    expect(byId.text).toContain(String(body['situation']));
  });

  test('offers what the machine accepts, and says why the rest is not possible', async () => {
    const { text } = await client.get('/campaigns/spring');
    expect(text).toContain(`action="/ui/campaigns/${id}/start"`);
    expect(text).toContain('Not possible: the campaign is draft.');
    expect(text).not.toContain(`action="/ui/campaigns/${id}/resume"`);
  });

  test('a command is done once, however often its form is sent', async () => {
    const order = () => client.post(`/ui/campaigns/${id}/start`, { key: 'the-key-of-the-form' });
    for (const { status, headers } of [await order(), await order()]) {
      expect(status).toBe(303);
      expect(headers.get('location')).toBe(`/campaigns/${id}`);
    }
    const { body } = await service.send('GET', `/v1/campaigns/${id}/events`);
    const started = (body['items'] as { type: string }[]).filter(({ type }) => type === 'campaign.started');
    expect(started).toHaveLength(1);
  });

  test('a command from a stale tab is answered in the page, with the present state', async () => {
    const { status, text } = await client.post(`/ui/campaigns/${id}/resume`);
    expect([200, 303, 409]).toContain(status);
    await service.send('POST', `/v1/campaigns/${id}/cancel`, { hangUp: true });
    await service.until(async () => (await service.store.readCampaign(id))?.state === 'cancelled');
    const stale = await client.post(`/ui/campaigns/${id}/pause`, { reason: 'lunch' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('role="alert"');
    expect(stale.text).toContain('Not possible: the campaign is cancelled.');
    expect(text).not.toContain('undefined');
  });

  test('the states on the map add up to the total', async () => {
    const { text } = await client.get(`/campaigns/${id}`);
    expect(text).toContain('The states add up to 30 contacts.');
    expect(text).not.toContain('class="differs"');
  });
});

describe('pages of machines', () => {
  test('show each statechart and the definition to copy', async () => {
    for (const name of ['campaign', 'enrollment', 'attempt']) {
      expect((await client.get('/machines')).text).toContain(`href="/machines/${name}"`);
      const { status, text } = await client.get(`/machines/${name}`);
      expect(status).toBe(200);
      expect(text).toContain('createMachine');
    }
    expect((await client.get('/machines/unknown')).status).toBe(404);
  });

  test('show a live actor in its state, with what it accepts', async () => {
    const { text } = await client.get(`/machines/campaign/${id}`);
    expect(text).toContain('The machine campaign, in the state cancelled');
    expect(text).toContain('<code>ARCHIVE</code>');
    const { body } = await service.send('GET', `/v1/campaigns/${id}/contacts?limit=1`);
    const [contact] = body['items'] as { id: string }[];
    const actor = await client.get(`/machines/enrollment/${contact?.id}?campaign=${id}`);
    expect(actor.status).toBe(200);
    expect((await client.get(`/machines/enrollment/${contact?.id}`)).status).toBe(422);
  });
});

describe('wrong addresses', () => {
  test.each([
    '/campaigns/unknown',
    '/nothing',
    '/machines/campaign/cmp_unknown',
    '/campaigns/%00',
    '/ui/assets/x/y',
  ])('%s is a page that says so', async (path) => {
    const { status, text, headers } = await client.get(path);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('Not found');
  });

  test('no text in an address becomes markup, and none makes a page fail', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('<script>alert(1)</script>', '"><img src=x>', '\u202eabc'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          '/campaigns/',
          '/machines/',
          '/machines/campaign/',
          '/campaigns?state=',
          '/campaigns?after=',
        ),
        text,
        async (path, part) => {
          const answer = await client.get(`${path}${encodeURIComponent(part)}`);
          expect(answer.status).toBeLessThan(500);
          expect(answer.text).not.toContain('<script>alert');
          expect(answer.text).not.toContain('<img');
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('a name with markup is shown as it is', async () => {
  const name = '<script>alert(1)</script>';
  const refused = await service.send('POST', '/v1/campaigns', campaignFile({ name }));
  expect(refused.status).toBe(422);
  const reason = '<b>bold</b>\u202e';
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'marked' }));
  await service.send('POST', `/v1/campaigns/${String(body['id'])}/contacts`, list, {
    'content-type': 'text/csv',
  });
  await service.send('POST', `/v1/campaigns/${String(body['id'])}/start`);
  await service.send('POST', `/v1/campaigns/${String(body['id'])}/pause`, { reason });
  const { text } = await client.get('/campaigns/marked');
  expect(text).not.toContain('<b>bold');
});

test('the reference of the API is readable in a session, from the foot of every page', async () => {
  const { text } = await client.get(`/campaigns/${id}`);
  expect(text).toContain('href="/ui/docs"');
  const docs = await client.get('/ui/docs');
  expect(docs.status).toBe(200);
  expect(docs.text).toContain('HTTP API');
});

test('the sources of a page are readable in a session, and nothing else is', async () => {
  const { text } = await client.get(`/campaigns/${id}`);
  const sources = [...text.matchAll(/href="(\/ui\/json\?path=[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(sources.length).toBeGreaterThan(3);
  for (const path of sources) {
    const answer = await client.get(path.replaceAll('&amp;', '&'));
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    expect(() => JSON.parse(answer.text) as unknown).not.toThrow();
  }
  for (const path of ['/metrics', '/v1/stream', '//elsewhere.example/v1/', 'https://elsewhere.example/v1/'])
    expect((await client.get(`/ui/json?path=${encodeURIComponent(path)}`)).status).toBeGreaterThanOrEqual(
      400,
    );
});

test('a wrong filter in an address is explained with the label of its field, and leads to the page without it', async () => {
  const { status, text } = await client.get(`/campaigns/${id}/contacts?state=asleep&reason=never`);
  expect(status).toBe(422);
  const [notice = ''] = /role="alert">[\s\S]*?<\/div>/.exec(text.slice(text.indexOf('<main'))) ?? [];
  expect(notice).toContain('The filter in the address of the page is not valid.');
  expect(notice).toMatch(/State must be .*pending.* Waits for must be /);
  expect(notice).not.toMatch(/request|\/docs|state:|reason/);
  expect(text).toContain(`<a href="/campaigns/${id}/contacts">Show the page without a filter</a>`);
});

test.each([
  ['/ui/new-campaign', { do: 'create', file: 'name: x' }, 'Campaigns'],
  ['/ui/calls', { to: 'nobody' }, 'Calls'],
  ['/ui/clients/default', { timezone: 'nowhere' }, 'Limits'],
  ['/ui/do-not-contact/ask', { address: 'nobody' }, 'Do not contact'],
  ['/ui/stops/order', { client: '..' }, 'Now'],
])('a form that is shown again, %s, marks its page in the head', async (path, fields, title) => {
  const { text } = await client.post(path, fields);
  const marked = [...text.matchAll(/aria-current="page"\s*>([^<]+)</g)].map(([, name]) => name);
  expect(marked).toEqual([title]);
});
