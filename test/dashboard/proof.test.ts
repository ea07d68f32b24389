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
      journal: { placed: placements, recorded: placements, doubles: 0, unrecorded: 0, unplaced: 0 },
      takeovers: { items: [], leftOut: 0 },
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
    expect(body['journal']).toMatchObject({ placed: 1, unrecorded: 1 });
    const { differences } = body['journal'] as { differences: { items: unknown[] } };
    expect(differences.items).toContainEqual({
      kind: 'unrecorded',
      call: null,
      providerId: placed.callUuid,
      text: 'The carrier placed a call that is not in our records. It names the attempt att_unknown.',
    });
    expect(differences.items).toContainEqual(
      expect.objectContaining({ kind: 'unplaced', call: placed.attempt }),
    );
    const client = createPageClient(service);
    const { text } = await client.get('/proof');
    expect(text).toContain('differences between the carrier and our records');
    expect(text).toContain('att_unknown');
    // Every link to a call leads to its page.
    const links = [...text.matchAll(/href="(\/calls\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(links).toContain(`/calls/${placed.attempt}`);
    for (const path of links) expect((await client.get(path)).status).toBe(200);
  });

  test('an attempt that was placed twice, and two calls to one number at once, are named with their calls', async () => {
    const entries = [...service.simulator.journal.entries()];
    const [first, second] = entries.filter((entry) => entry.type === 'placed');
    if (!first || !second) throw new Error('too few calls were placed');
    service.simulator.journal.append({ ...first, callUuid: 'again', at: first.at + 3_600_000 });
    service.simulator.journal.append({ ...second, callUuid: 'open', attempt: null, at: first.at });
    service.simulator.journal.append({ ...second, callUuid: 'beside', at: first.at + 1 });
    const { body } = await service.send('GET', '/v1/proof');
    const { differences } = body['journal'] as {
      differences: { items: { kind: string }[]; leftOut: number };
    };
    expect(differences.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'double',
          call: first.attempt,
          text: 'The carrier placed this call 2 times.',
        }),
        expect.objectContaining({ kind: 'overlap', call: second.attempt }),
        expect.objectContaining({
          kind: 'unrecorded',
          call: null,
          providerId: 'open',
          text: 'The carrier placed a call that is not in our records. It names no attempt.',
        }),
      ]),
    );
    expect(differences.leftOut).toBe(0);
  });

  test('the calls of the journal are drawn over time, with takeovers, which a table lists', async () => {
    const { journal } = (await service.send('GET', '/v1/proof')).body as {
      journal: {
        calls: { items: { attempt: string; startedAt: string; endedAt: string }[]; leftOut: number };
      };
    };
    const placed = service.simulator.journal.entries().filter((entry) => entry.type === 'placed');
    expect(journal.calls.leftOut).toBe(0);
    expect(journal.calls.items.map(({ attempt }) => attempt)).toEqual(placed.map(({ attempt }) => attempt));
    for (const { startedAt, endedAt } of journal.calls.items)
      expect(Date.parse(endedAt)).toBeGreaterThan(Date.parse(startedAt));
    const record = await service.store.findCampaign({ client: 'default', name: 'spring' });
    const { id: campaign, epoch: fromEpoch } = record ?? { id: '', epoch: 0 };
    const at = placed[0]?.at ?? 0;
    const takeover = { at, from: 'instance-1', beatAt: at - 11_000, cause: 'dead' } as const;
    await service.store.claimCampaign({ campaign, fromEpoch, instance: 'instance-2', takeover });
    const { text } = await createPageClient(service).get('/proof');
    expect(text).toContain('class="mark"');
    expect(text).toContain('class="gap"');
    expect(text).toContain('killed or cut off');
    expect(text).toContain('0:11');
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
