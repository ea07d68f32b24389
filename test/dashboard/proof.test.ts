import { beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { createPageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

async function play(service: TestService): Promise<void> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  const id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14', '14', '14']), {
    'content-type': 'text/csv',
  });
  await service.send('POST', `/v1/campaigns/${id}/start`);
  await service.pass(600_000);
}

describe('the proof', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService();
    await play(service);
  });

  test('the journal of the simulator agrees with the records', async () => {
    const { body } = await service.send('GET', '/v1/proof');
    const { placements } = service.simulator.audit();
    expect(placements).toBeGreaterThan(0);
    expect(body).toMatchObject({
      records: { campaigns: 1, total: 3 },
      journal: { placed: placements, recorded: placements, doubles: [], unrecorded: [], unplaced: [] },
    });
    const { text } = await createPageClient(service).get('/proof');
    expect(text).toContain('No contact is missing, no call was placed twice, and no call is unknown.');
    expect(text).toMatch(/remaining = 3\s+in 1 campaign/);
  });

  test('a call that the service did not order, and one that the carrier lost, are differences', async () => {
    const [placed] = service.simulator.journal.entries().filter((entry) => entry.type === 'placed');
    if (placed?.type !== 'placed') throw new Error('nothing was placed');
    service.simulator.journal.clear();
    service.simulator.journal.append({ ...placed, attempt: 'att_unknown' });
    const { body } = await service.send('GET', '/v1/proof');
    expect(body['journal']).toMatchObject({ placed: 1, unrecorded: ['att_unknown'] });
    const { unplaced } = body['journal'] as { unplaced: string[] };
    expect(unplaced).toContain(placed.attempt);
    const { text } = await createPageClient(service).get('/proof');
    expect(text).toContain('differences between the carrier and our records');
    expect(text).toContain('att_unknown');
  });
});

test('a real carrier has no journal: the page says what is not known', async () => {
  const service = await startService({ carrierName: 'plivo' });
  expect((await service.send('GET', '/v1/proof')).body['journal']).toBeNull();
  const { text } = await createPageClient(service).get('/proof');
  expect(text).toContain('What the carrier did is not known.');
});

test('a key for one client has no proof, and sees no keys', async () => {
  const north = keyOf('north', 'operator', 'northwind');
  const service = await startService({ apiKeys: [north] });
  const client = createPageClient(service);
  await client.signIn(north.secret);
  expect((await client.get('/proof')).status).toBe(403);
  const { text } = await client.get('/settings');
  expect(text).toContain('Keys are shown to an administrator of all clients.');
  expect(text).not.toContain(north.hash);
});

test('the theme is chosen once, and every page has it from the start', async () => {
  const service = await startService();
  const client = createPageClient(service);
  expect((await client.get('/')).text).not.toContain('data-theme');
  const chosen = await client.post('/ui/settings/theme', { theme: 'dark' });
  expect(chosen.headers.get('set-cookie')).toContain('SameSite=Lax');
  for (const path of ['/', '/settings', '/instances'])
    expect((await client.get(path)).text).toContain('data-theme="dark"');
  await client.post('/ui/settings/theme', { theme: '"><script>' });
  expect((await client.get('/')).text).not.toContain('data-theme');
});

test('an administrator sees names and roles of keys, without secrets', async () => {
  const admin = keyOf('root', 'admin', '*');
  const service = await startService({ apiKeys: [admin] });
  const client = createPageClient(service);
  await client.signIn(admin.secret);
  const { text } = await client.get('/settings');
  expect(text).toContain('root');
  expect(text).not.toContain(admin.hash);
  expect((await client.get('/instances')).text).toContain('1 instance');
});
