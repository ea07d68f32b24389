import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyEvidence } from '../../src/evidence/index.ts';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import type { Json } from '../support/service/api-client.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

type Contact = Json & { id: string; phone: string; state: string };

const csv = { 'content-type': 'text/csv' };

async function createCampaign(service: TestService, list: string, headers: Record<string, string> = {}) {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }), headers);
  const path = `/v1/campaigns/${String(body['id'])}`;
  await service.send('POST', `${path}/contacts`, list, { ...csv, ...headers });
  return { id: String(body['id']), path };
}

describe('the contacts of a campaign', () => {
  let service: TestService;
  let client: PageClient;
  let campaign: { id: string; path: string };
  beforeEach(async () => {
    service = await startService();
    client = createPageClient(service);
    campaign = await createCampaign(service, csvOf(['00', '01', '02', '06']));
  });
  const contacts = async () =>
    (await service.send<{ items: Contact[] }>('GET', `${campaign.path}/contacts`)).body.items;
  const ui = () => `/ui/campaigns/${campaign.id}/contacts`;

  test('are listed with links, by name or id of the campaign, and filtered by state', async () => {
    const [first] = await contacts();
    await service.send('POST', `${campaign.path}/contacts/${String(first?.id)}/pause`);
    const all = await client.get('/campaigns/spring/contacts');
    expect(all.status).toBe(200);
    expect(all.text).toContain('4 contacts.');
    expect(all.text).toContain(`href="/campaigns/${campaign.id}/contacts/${String(first?.id)}"`);
    const paused = (await client.get('/campaigns/spring/contacts?state=paused')).text;
    expect(paused).toContain('1 of 4 contacts: state paused.');
    expect(paused).toContain('Person 1');
    expect(paused).not.toContain('Person 2');
    expect((await client.get('/campaigns/spring/contacts?reason=retry.waiting')).text).toContain(
      'No contact matches.',
    );
    const wrong = await client.get('/campaigns/spring/contacts?state=asleep');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('State must be pending or in-flight');
  });

  test('have a mark each, which changes with the contact, and no personal data in it', async () => {
    const marks = async (): Promise<string[]> => {
      const { text } = await client.get('/campaigns/spring/contacts');
      return (/<data hidden value="([^"]*)">/.exec(text)?.[1] ?? '').split(' ');
    };
    const before = await marks();
    const [first] = await contacts();
    await service.send('POST', `${campaign.path}/contacts/${String(first?.id)}/pause`);
    const after = await marks();
    expect(before).toHaveLength(4);
    expect(after.filter((mark) => !before.includes(mark))).toEqual([
      expect.stringContaining(`${String(first?.id)},paused`),
    ]);
    expect(after.join(' ')).not.toMatch(/\+1|Person/);
  });

  test('have links to their evidence, which the page of another campaign does not give', async () => {
    const [first] = await contacts();
    const path = `/campaigns/${campaign.id}/contacts/${String(first?.id)}`;
    expect((await client.get(path)).text).toContain(`href="${path}/evidence"`);
    for (const query of ['', '?only=campaign']) {
      const file = await client.get(`/campaigns/spring/contacts/${String(first?.id)}/evidence${query}`);
      expect(file.headers.get('content-disposition')).toBe(
        `attachment; filename="evidence-${String(first?.id)}.jsonl"`,
      );
      expect(verifyEvidence(file.text).verification).toMatchObject({
        ok: true,
        contacts: [{ id: first?.id }],
      });
    }
    const missing = await client.get(`/campaigns/spring/contacts/con_none/evidence`);
    expect([missing.status, missing.text.includes('There is no contact con_none')]).toEqual([404, true]);
  });

  test('are found by number, row and name, without a number in an address', async () => {
    const [first, second] = await contacts();
    const found = await client.post(`${ui()}/find`, { find: String(first?.phone) });
    expect(found.status).toBe(303);
    expect(found.headers.get('location')).toBe(`/campaigns/${campaign.id}/contacts/${String(first?.id)}`);
    const byRow = await client.post(`${ui()}/find`, { row: '3' });
    expect(byRow.headers.get('location')).toContain(String(second?.id));
    const byName = await client.post(`${ui()}/find`, { find: 'person' });
    expect(byName.text).toContain('4 found for');
    expect((await client.post(`${ui()}/find`, { find: '+12025550199' })).text).toContain(
      'No contact was found',
    );
    expect((await client.post(`${ui()}/find`, { row: '99' })).text).toContain('No contact was found');
    expect((await client.post(`${ui()}/find`, {})).status).toBe(303);
  });

  test('that match are counted first, and changed when the number is confirmed', async () => {
    const order = { command: 'pause', state: 'pending', because: 'lunch' };
    const counted = await client.post(`${ui()}/bulk`, order);
    expect(counted.status).toBe(200);
    expect(counted.text).toContain('Pause 4 contacts?');
    expect((await contacts()).map(({ state }) => state)).not.toContain('paused');
    const confirmed = { ...order, confirmed: 'yes', key: 'one' };
    const done = await client.post(`${ui()}/bulk`, confirmed);
    expect(done.text).toContain('4 changed, 0 were so already, 0 could not');
    expect(new Set((await contacts()).map(({ state }) => state))).toEqual(new Set(['paused']));
    await service.send('POST', `${campaign.path}/contact-commands`, { command: 'resume', filter: {} });
    const again = await client.post(`${ui()}/bulk`, confirmed);
    expect(again.text).toContain('4 changed');
    expect((await contacts()).map(({ state }) => state)).not.toContain('paused');
    expect((await client.post(`${ui()}/bulk`, { ...order, state: 'paused' })).text).toContain(
      'No contact matches that has not ended',
    );
  });

  test('cannot be changed together by a command or a filter that the API does not have', async () => {
    expect((await client.post(`${ui()}/bulk`, { command: 'skip' })).status).toBe(404);
    const ended = await client.post(`${ui()}/bulk`, { command: 'pause', state: 'completed' });
    expect(ended.status).toBe(422);
    expect(ended.text).toContain('Back to the list');
  });
});

describe('one contact', () => {
  let service: TestService;
  let client: PageClient;
  let campaign: { id: string; path: string };
  beforeEach(async () => {
    service = await startService();
    client = createPageClient(service);
    campaign = await createCampaign(service, csvOf(['01', '00']));
  });
  const first = async (): Promise<Contact> => {
    const { body } = await service.send<{ items: Contact[] }>('GET', `${campaign.path}/contacts`);
    const [contact] = body.items;
    if (!contact) throw new Error('the campaign has no contact');
    return contact;
  };
  const open = async () => client.get(`/campaigns/spring/contacts/${(await first()).id}`);

  test('is shown with the reason why it is not contacted, each rule, and the chart with its state lit', async () => {
    const { status, text } = await open();
    expect(status).toBe(200);
    expect(text).toContain('Waits: the campaign is a draft and has not been started.');
    expect(text).toContain('✗ blocks');
    expect(text).toContain('the campaign is a draft');
    expect(text).toContain('✓ passes');
    expect(text).toMatch(/class="[^"]*current[^"]*" data-state="pending"/);
    expect(text).toContain('Nothing has happened to this contact yet.');
    expect(text).toContain('America/New_York');
    expect(text).toContain('<title>Contact of row 2, spring · Ringmaster</title>');
  });

  test('has its attempts with evidence and its history in words with the state after each event', async () => {
    await service.send('POST', `${campaign.path}/start`);
    await service.until(async () => (await first()).state === 'waiting');
    const { text } = await open();
    expect(text).toMatch(/href="\/calls\/att_\w+"/);
    expect(text).toContain('hang-up');
    expect(text).toContain('the attempt ended');
    expect(text).toMatch(/data-event="\d+" data-state="in-flight"/);
    expect(text).toMatch(/data-present="waiting"/);
    expect(text).toContain('The widest arrow is 1 transition.');
  });

  test('takes commands; a refused one is explained on the same page', async () => {
    const { id } = await first();
    const command = (name: string, fields = {}) =>
      client.post(`/ui/campaigns/spring/contacts/${id}/${name}`, fields);
    const paused = await command('pause', { reason: 'asked', key: 'k' });
    expect(paused.status).toBe(303);
    expect(paused.headers.get('location')).toBe(`/campaigns/spring/contacts/${id}`);
    expect((await first()).state).toBe('paused');
    const { text } = await open();
    expect(text).toContain('the contact was paused: <bdi>asked</bdi>, by <bdi>local</bdi>');
    expect(text).toContain('Not possible: the contact is paused.');
    const refused = await command('retry');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('A contact whose state is paused cannot take retry.');
    expect((await command('remove')).status).toBe(303);
    const ended = (await open()).text;
    expect(ended).toContain('Not possible: the contact has ended.');
    expect(ended).toContain('no rule is asked any more');
    expect((await command('erase')).status).toBe(404);
  });

  test('with a hostile name harms nothing', async () => {
    const name = `<script>alert(1)</script>\u202e"'${'x'.repeat(300)}`;
    const list = `first_name,phone,external_id\n"${name.replaceAll('"', '""')}",+12125559001,"<b>7</b>"\n`;
    await service.send('POST', `${campaign.path}/contacts`, list, csv);
    const page = await client.get('/campaigns/spring/contacts');
    expect(page.text).not.toContain('<script>alert');
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const found = await client.post('/ui/campaigns/spring/contacts/find', { find: '<b>7</b>' });
    const { text } = await client.get(found.headers.get('location') ?? '');
    expect(text).not.toMatch(/<script>alert|<b>7/);
    expect(text).toContain('&lt;b&gt;7&lt;/b&gt;');
  });
});

describe('with API keys', () => {
  const north = keyOf('north', 'operator', 'northwind');
  const south = keyOf('south', 'operator', 'southwind');
  const viewer = keyOf('watcher', 'viewer', 'northwind');
  const bearer = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });
  let service: TestService;
  let campaign: { id: string; path: string };
  let contact: Contact | undefined;
  beforeAll(async () => {
    service = await startService({ apiKeys: [north, south, viewer], owner: 'caller' });
    campaign = await createCampaign(service, csvOf(['00']), bearer(north));
    const list = `${campaign.path}/contacts`;
    [contact] = (await service.send<{ items: Contact[] }>('GET', list, undefined, bearer(north))).body.items;
  });
  afterAll(() => service.close());
  const signedIn = async ({ secret }: { secret: string }): Promise<PageClient> => {
    const client = createPageClient(service);
    await client.signIn(secret);
    return client;
  };

  test('contacts of another client are not found', async () => {
    const client = await signedIn(south);
    const list = `/campaigns/${campaign.id}/contacts`;
    for (const path of [list, `${list}/${String(contact?.id)}`])
      expect((await client.get(path)).status).toBe(404);
    expect((await client.post(`/ui${list}/find`, { find: String(contact?.phone) })).status).toBe(404);
    expect((await client.post(`/ui${list}/bulk`, { command: 'remove', confirmed: 'yes' })).status).toBe(404);
    const region = encodeURIComponent(`contact:${campaign.id}/${String(contact?.id)}`);
    const cookie = { cookie: client.cookie() };
    const stop = new AbortController();
    const request = new Request(`http://localhost/ui/stream?region=${region}`, {
      headers: cookie,
      signal: stop.signal,
    });
    const reader = (await service.sendRaw(request)).body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    await reader?.cancel();
    stop.abort();
    expect(new TextDecoder().decode(value)).not.toContain('Person');
  });

  test('a viewer sees a contact and may change nothing', async () => {
    const client = await signedIn(viewer);
    const path = `/campaigns/${campaign.id}/contacts`;
    const { text } = await client.get(`${path}/${String(contact?.id)}`);
    expect(text).toContain('This requires the role operator.');
    expect(text).not.toContain('action="/ui/campaigns/');
    expect((await client.post(`/ui${path}/${String(contact?.id)}/remove`)).status).toBe(403);
    expect((await client.post(`/ui${path}/bulk`, { command: 'remove', confirmed: 'yes' })).status).toBe(403);
    expect((await client.get(path)).text).toContain('This requires the role operator.');
  });
});
