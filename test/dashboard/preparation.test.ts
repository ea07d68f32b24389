import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const viewer = keyOf('watcher', 'viewer', '*');
const north = keyOf('north', 'operator', 'northwind');
const south = keyOf('south', 'operator', 'southwind');
const bearer = { authorization: `Bearer ${north.secret}` };
const hostile = '<script>alert(1)</script>‮';

async function signedIn(service: TestService, { secret }: { secret: string }): Promise<PageClient> {
  const client = createPageClient(service);
  expect((await client.signIn(secret)).status).toBe(303);
  return client;
}

let service: TestService;
let client: PageClient;
beforeAll(async () => {
  const rehearsal = {
    contacts: { completed: 2 },
    attempts: { started: 3, answered: 2 },
    skipped: [{ code: 'contact.phone-invalid', rows: 1, firstRow: 4, detail: hostile }],
    optedOut: 0,
    days: [{ day: '2027-03-01', attempts: 3 }],
    zones: [
      {
        timeZone: 'America/New_York',
        hours: Array.from({ length: 24 }, (_, hour) => Number(hour === 9) * 3),
      },
    ],
    end: { early: '2027-03-01T15:00:00Z', likely: '2027-03-01T16:00:00Z', late: '2027-03-01T17:00:00Z' },
    ranges: { contacts: {}, attempts: {}, days: { '2027-03-01': { low: 2, high: 4 } }, zones: {} },
    coverage: 0.8,
    deadShare: null,
    runs: 1,
    sample: null,
  };
  service = await startService({
    apiKeys: [viewer, north, south],
    owner: 'caller',
    rehearse: async () => rehearsal,
  });
  client = await signedIn(service, north);
});
afterAll(() => service.close());

async function draft(name: string): Promise<string> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name }), bearer);
  return String(body['id']);
}

describe('a new campaign', () => {
  test('the prefilled file is created as a draft, which is prepared next', async () => {
    const page = await client.get('/campaigns/new');
    expect(page.status).toBe(200);
    const file = /<textarea id="file"[^>]*>([\s\S]*?)<\/textarea/.exec(page.text)?.[1] ?? '';
    expect(file).toContain('client: northwind');
    const plain = file.replaceAll('&#39;', "'").replaceAll('&quot;', '"');
    const created = await client.post('/ui/new-campaign', { do: 'create', file: plain });
    expect(created.status).toBe(303);
    const next = created.headers.get('location') ?? '';
    expect(next).toMatch(/^\/campaigns\/cmp_\w+\/prepare$/);
    expect((await client.get(next)).text).toContain('Prepare <bdi>spring-checkup</bdi>');
  });

  test('the fields write the file, and creates nothing', async () => {
    const fields = { name: 'autumn', client: 'northwind', from: '+12025550100', text: hostile, perDay: '50' };
    const { status, text } = await client.post('/ui/new-campaign', { do: 'write', ...fields });
    expect(status).toBe(200);
    expect(text).toContain('perDay: 50');
    expect(text).not.toContain('<script>alert');
    const { body } = await service.send('GET', '/v1/campaigns/autumn', undefined, bearer);
    expect(body['code']).toBe('campaign.not-found');
  });

  test('errors come back with their place and the text as it was typed', async () => {
    const file = `name: autumn\nsteps:\n  - id: call\n    channel: voice\n    form: "${hostile}"\n`;
    const { status, text } = await client.post('/ui/new-campaign', { do: 'create', file });
    expect(status).toBe(422);
    expect(text).toContain('Line 5, column 5');
    expect(text).toContain('did you mean from?');
    expect(text).toContain('nothing was created');
    expect(text).not.toContain('<script>alert');
  });

  test('errors of the API show the form again', async () => {
    await draft('taken');
    const file = JSON.stringify(campaignFile({ name: 'taken' }));
    const { status, text } = await client.post('/ui/new-campaign', { do: 'create', file });
    expect(status).toBe(409);
    expect(text).toContain('taken');
    const ofViewer = await signedIn(service, viewer);
    const refused = await ofViewer.post('/ui/new-campaign', { do: 'create', file });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('requires a key with the role operator');
  });
});

describe('preparing a draft', () => {
  const send = (path: string, body: string | FormData, headers: Record<string, string> = {}) =>
    service.sendRaw(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        body,
        headers: {
          cookie: client.cookie(),
          origin: 'http://localhost',
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        redirect: 'manual',
      }),
    );
  const csv = { 'content-type': 'text/csv' };
  const list = 'first_name,phone\nAda,+12025550123\nBob,12\n';

  test('a file of a form is imported, and its rejected rows are shown', async () => {
    const id = await draft('by-form');
    const form = new FormData();
    form.set('list', new File([list], 'list.csv', { type: 'text/csv' }));
    const answer = await send(`/ui/imports/${id}`, form);
    expect(answer.status).toBe(303);
    const page = await client.get(answer.headers.get('location') ?? '');
    expect(page.text).toContain('1 contact.');
    expect(page.text).toContain('contact.phone-invalid');
    expect(page.text).toContain('Nothing prevents the start.');
    const imported = /import=(\w+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
    expect((await client.get(`/campaigns/${id}/imports/${imported}`)).text).toContain(
      'contact.phone-invalid',
    );
  });

  test('a file is sent as a stream, too, and a refusal is a piece of the page', async () => {
    const id = await draft('by-stream');
    const answer = await send(`/ui/imports/${id}`, list, csv);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      location: expect.stringMatching(new RegExp(`^/campaigns/${id}/prepare\\?import=imp_`)),
    });
    const keyed = { ...csv, 'idempotency-key': 'one-list' };
    const first = await send(`/ui/imports/${id}`, list, keyed);
    // A list that is sent again after a lost connection is the same import.
    expect(await (await send(`/ui/imports/${id}`, list, keyed)).text()).toBe(await first.text());
    const wrong = await send(`/ui/imports/${id}`, 'name\nAda\n', csv);
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/^<div class="problem" role="alert">/);
  });

  test('a preview shows roles that can be changed, and what would be rejected', async () => {
    const id = await draft('by-preview');
    const answer = await send(`/ui/imports/${id}/preview`, `${list}${hostile},+12025550124\n`, csv);
    const text = await answer.text();
    expect(text).toContain('1 of the first 3 rows would be rejected.');
    expect(text).toContain('<option value="phone" selected>');
    expect(text).not.toContain('<script>alert');
    expect((await client.get(`/campaigns/${id}/prepare`)).text).toContain('No contacts yet.');
  });

  test('an empty draft says why it cannot start, and cannot be rehearsed', async () => {
    const id = await draft('empty');
    const { text } = await client.get(`/campaigns/${id}/prepare`);
    expect(text).toContain('The campaign has no contacts.');
    expect(text).toContain('There are no contacts to rehearse with.');
    expect((await client.get(`/campaigns/${id}`)).text).toContain(`/campaigns/${id}/prepare`);
  });

  test('a rehearsal says when it ends, who is skipped and why, and the calls per day', async () => {
    const id = await draft('rehearsed');
    const { status, text } = await client.post(`/ui/rehearsals/${id}`);
    expect(status).toBe(200);
    expect(text).toContain('2027-03-01T16:00:00Z');
    expect(text).toContain('2 to 4');
    expect(text).toContain('America/New_York');
    expect(text).not.toContain('<script>alert');
  });

  test('other clients and viewers import nothing', async () => {
    const id = await draft('foreign');
    const ofSouth = await signedIn(service, south);
    expect((await ofSouth.get(`/campaigns/${id}/prepare`)).status).toBe(404);
    const ofViewer = await signedIn(service, viewer);
    const { text } = await ofViewer.get(`/campaigns/${id}/prepare`);
    expect(text).toContain('A list can be imported with the role operator.');
    expect(text).not.toContain('data-upload=');
    const foreign = await send(`/ui/imports/${id}`, list, { ...csv, cookie: ofSouth.cookie() });
    expect(foreign.status).toBe(404);
    const refused = await send(`/ui/imports/${id}`, list, { ...csv, cookie: ofViewer.cookie() });
    expect(refused.status).toBe(403);
  });
});

test('a list that belongs to another campaign of the client is not found', async () => {
  const [own, other] = [await draft('with-list'), await draft('without-list')];
  const sent = await service.send('POST', `/v1/campaigns/${own}/contacts`, 'phone\nno number\n', {
    ...bearer,
    'content-type': 'text/csv',
  });
  const list = String(sent.body['id']);
  expect((await client.get(`/campaigns/${own}/imports/${list}`)).status).toBe(200);
  for (const path of [`/campaigns/${other}/imports/${list}`, `/campaigns/${other}/prepare?import=${list}`]) {
    const { status, text } = await client.get(path);
    expect(status).toBe(404);
    expect(text).not.toContain('no number');
  }
  expect((await client.post(`/ui/close-import/${other}/${list}`)).status).toBe(404);
});
