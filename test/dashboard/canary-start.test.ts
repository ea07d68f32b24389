import { beforeAll, afterAll, expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

let service: TestService;
let client: PageClient;

beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  client = createPageClient(service);
});
afterAll(() => service.close());

/** Creates a draft of four contacts; two of them have numbers that do not exist. */
async function prepare(name: string): Promise<string> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name }));
  const id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['06', '06', '00', '00']), {
    'content-type': 'text/csv',
  });
  return id;
}

test('a draft has a form for a canary start of 20 contacts, beside the start', async () => {
  const id = await prepare('form');
  const { text } = await client.get(`/campaigns/${id}`);
  expect(text).toContain('commandfor="dialog-canary"');
  expect(text).toContain('<input name="canary" type="number" min="1" max="1000" value="20" required');
  expect(text).not.toContain('Canary start:');
});

test('the form starts the campaign with that number; the page has the figures and the verdict', async () => {
  const id = await prepare('first');
  const { status } = await client.post(`/ui/campaigns/${id}/start`, { canary: '2', key: 'canary-form-1' });
  expect(status).toBe(303);
  await service.until(async () => (await service.store.readCampaign(id))?.state === 'paused');
  const { text } = await client.get(`/campaigns/${id}`);
  expect(text).toContain('The canary start of 2 contacts is over its limits.');
  expect(text).toContain('<strong>2 of 2 addresses are invalid (100 %, limit 10 %): over the limit</strong>');
  expect(text).toContain('0 of 2 contacts opted out (0 %, limit 5 %)');
  expect(text).toContain(`action="/ui/campaigns/${id}/resume"`);
  expect(text).not.toMatch(/undefined|NaN/u);
});

test('a number that is refused is answered in the page, and nothing is started', async () => {
  const id = await prepare('refused');
  for (const canary of ['0', '1001', 'x']) {
    const { status, text } = await client.post(`/ui/campaigns/${id}/start`, { canary });
    expect(status).toBe(422);
    expect(text).toContain('role="alert"');
  }
  expect((await service.store.readCampaign(id))?.state).toBe('draft');
});
