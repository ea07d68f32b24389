import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attemptStates } from '../../../src/domain/attempt/attempt.ts';
import { keyOf } from '../../support/builders/api-keys.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { createPageClient } from '../../support/service/page-client.ts';
import type { PageClient } from '../../support/service/page-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
let pages: PageClient;
let id: string;
let contacts: { id: string }[];
let attempt: string;

const idsOf = async (path: string): Promise<{ id: string }[]> =>
  (await service.send<{ items: { id: string }[] }>('GET', path)).body.items;

beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  pages = createPageClient(service);
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14', '15', '16']), {
    'content-type': 'text/csv',
  });
  await service.send('POST', `/v1/campaigns/${id}/start`);
  await service.until(async () => (await idsOf('/v1/calls')).length > 0);
  contacts = await idsOf(`/v1/campaigns/${id}/contacts`);
  attempt = (await idsOf('/v1/calls'))[0]?.id ?? '';
});
afterAll(() => service.close());

/** The rows of a table as texts. */
const rowsOf = (text: string): string[] =>
  [...text.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    row
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );

describe('the page of an actor', () => {
  test('shows a campaign in its state, with the guards of its next events and its own history', async () => {
    const { text } = await pages.get(`/machines/campaign/${id}`);
    expect(text).toContain('The machine campaign, in the state running.');
    expect(rowsOf(text)).toContain('PAUSE always paused');
    expect(rowsOf(text)).toContain('ASSESSED isFinished completed');
    expect(text).toContain('the campaign was created');
    expect(text).toContain('data-taken="draft|START|running.dispatching"');
    // Lines about contacts belong to their own pages.
    expect(text).not.toContain('attempt');
  });

  test('shows what each step changed in the snapshot, and hides all but the newest', async () => {
    await service.send('POST', `/v1/campaigns/${id}/pause`, { reason: 'lunch' });
    await service.until(async () => (await service.store.readCampaign(id))?.state === 'paused');
    const { text } = await pages.get(`/machines/campaign/${id}`);
    const snapshots = [...text.matchAll(/<table\s+class="snapshot"[\s\S]*?<\/table>/g)].map(([one]) => one);
    const lines = await idsOf(`/v1/campaigns/${id}/events/own`);
    expect(snapshots).toHaveLength(lines.length);
    expect(snapshots.filter((one) => !/^<table[^>]* hidden/.test(one))).toEqual([snapshots.at(-1)]);
    const newest = rowsOf(snapshots.at(-1) ?? '');
    expect(newest.some((row) => row.startsWith('state paused was running'))).toBe(true);
    expect(newest).toContain('reason lunch new');
  });

  test('shows a contact and an attempt, with the commands that they take', async () => {
    const contact = contacts[0]?.id ?? '';
    const ofContact = await pages.get(`/machines/enrollment/${contact}?campaign=${id}`);
    expect(ofContact.text).toContain(`action="/ui/campaigns/${id}/contacts/${contact}/`);
    expect(ofContact.text).toContain('name="stay" value="machine"');
    const ofAttempt = await pages.get(`/machines/attempt/${attempt}`);
    expect(ofAttempt.status).toBe(200);
    expect(ofAttempt.text).toContain('Hang up');
    expect(ofAttempt.text).toContain(`href="/calls/${attempt}"`);
    for (const { text } of [ofContact, ofAttempt]) expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  test('an order leads back to it', async () => {
    const contact = contacts[2]?.id ?? '';
    const order = await pages.post(`/ui/campaigns/${id}/contacts/${contact}/pause`, { stay: 'machine' });
    expect(order.headers.get('location')).toBe(`/machines/enrollment/${contact}?campaign=${id}`);
    const resumed = await pages.post(`/ui/campaigns/${id}/resume`, { stay: 'machine' });
    expect(resumed.headers.get('location')).toBe(`/machines/campaign/${id}`);
    const elsewhere = await pages.post(`/ui/campaigns/${id}/pause`, { stay: 'https://elsewhere.example' });
    expect(elsewhere.headers.get('location')).toBe(`/campaigns/${id}`);
  });

  test('is found under the name of its machine only', async () => {
    const { status, headers } = await pages.get(`/machines/attempt/${id}`);
    expect([status, headers.get('location')]).toEqual([303, `/machines/campaign/${id}`]);
  });

  test('a viewer sees it without the right to command it', async () => {
    const [admin, viewer] = [keyOf('ada', 'admin', '*'), keyOf('vic', 'viewer', '*')];
    const own = await startService({ apiKeys: [admin, viewer] });
    const as = { authorization: `Bearer ${admin.secret}` };
    const { body } = await own.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }), as);
    const browser = createPageClient(own);
    await browser.signIn(viewer.secret);
    const { text } = await browser.get(`/machines/campaign/${String(body['id'])}`);
    expect(text).toContain('This requires the role operator.');
    expect(text).not.toContain(`action="/ui/campaigns/${String(body['id'])}/start"`);
  });
});

describe('the pages of machines', () => {
  test('count every state over all campaigns', async () => {
    const other = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'autumn' }));
    await service.send('POST', `/v1/campaigns/${String(other.body['id'])}/contacts`, csvOf(['17']), {
      'content-type': 'text/csv',
    });
    const { body } = await service.send('GET', '/v1/states');
    const sum = (counts: unknown): number =>
      Object.values(counts as Record<string, number | null>).reduce<number>(
        (all, one) => all + (one ?? 0),
        0,
      );
    expect(sum(body['campaign'])).toBe(2);
    expect(sum(body['enrollment'])).toBe(4);
    const { items } = await service.store.listAttempts({ limit: 100 });
    const counts = body['attempt'] as Record<string, number | null>;
    for (const state of attemptStates) {
      const own = items.filter((one) => one.state === state).length;
      expect([state, counts[state]]).toEqual([state, state === 'not-placed' ? null : own]);
    }
    const { text } = await pages.get('/machines');
    expect(text).toContain('The states add up to 4 contacts.');
    expect(text).toMatch(/without\s+not-placed,\s+which\s+is\s+not\s+counted/);
  });

  test.each(['campaign', 'enrollment', 'attempt'])('have the definition of %s to copy', async (name) => {
    const { text } = await pages.get(`/machines/${name}`);
    expect(text).toContain('data-copy="config"');
    expect(text).toContain('data-copy="mermaid"');
    expect(text).toContain('stateDiagram-v2');
  });
});
