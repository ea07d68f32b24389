import { describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { createPageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

type Message = { event: string; data: { key?: string; html?: string; business?: number } };

/** Opens the stream of some regions and collects its messages until the test ends. */
async function openStream(service: TestService, regions: readonly string[], cookie = '') {
  const query = new URLSearchParams(regions.map((region): [string, string] => ['region', region])).toString();
  const request = new Request(`http://localhost/ui/stream?${query}`, { headers: { cookie } });
  const response = await service.sendRaw(request);
  const messages: Message[] = [];
  let isOpen = true;
  const read = async (): Promise<void> => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
        if (event && data) messages.push({ event, data: JSON.parse(data) as Message['data'] });
      }
    }
    isOpen = false;
  };
  void read().catch(() => undefined);
  const htmlOf = (key: string): string[] =>
    messages.flatMap(({ event, data }) => (event === 'region' && data.key === key ? [data.html ?? ''] : []));
  return { status: response.status, messages, htmlOf, isOpen: () => isOpen };
}

async function createCampaign(service: TestService, headers: Record<string, string> = {}): Promise<string> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }), headers);
  return String(body['id']);
}

/** How often the reasons of a campaign were read, which a rendering of its figures does once. */
async function countWhy(service: TestService): Promise<number> {
  const { text } = await service.send('GET', '/metrics');
  const line = /ringmaster_http_requests_total\{[^}]*route="\/v1\/campaigns\/:id\/why"[^}]*\} (\d+)/.exec(
    text,
  );
  return Number(line?.[1] ?? 0);
}

describe('the stream of regions', () => {
  test('sends each region at once, and again when it changes', async () => {
    const service = await startService();
    const id = await createCampaign(service);
    const key = `campaign-commands:${id}`;
    const { htmlOf } = await openStream(service, [key, 'attention']);
    await service.pass(1_000);
    expect(htmlOf('attention')).toHaveLength(1);
    expect(htmlOf(key)).toHaveLength(1);
    expect(htmlOf(key)[0]).toContain('draft');
    const list = 'phone,first_name\n+12025550123,Ada';
    await service.send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.pass(2_000);
    expect(htmlOf(key).at(-1)).toContain('running');
    expect(htmlOf('attention')).toHaveLength(1);
  });

  test('sends a beat every five seconds, so that a page knows that it is live', async () => {
    const service = await startService();
    const { messages } = await openStream(service, ['attention']);
    await service.pass(12_000);
    const beats = messages.filter(({ event }) => event === 'beat');
    expect(beats).toHaveLength(3);
    const [first, second] = beats.map(({ data }) => data.business ?? 0);
    expect((second ?? 0) - (first ?? 0)).toBe(5_000);
  });

  test('says that a region is gone if it does not exist or belongs to another client', async () => {
    const [north, south] = [keyOf('north', 'operator', 'northwind'), keyOf('south', 'operator', 'southwind')];
    const service = await startService({ apiKeys: [north, south] });
    const id = await createCampaign(service, { authorization: `Bearer ${north.secret}` });
    const client = createPageClient(service);
    await client.signIn(south.secret);
    const keys = [`campaign-figures:${id}`, 'campaign-figures:cmp_unknown', 'no-such-region'];
    const { messages } = await openStream(service, keys, client.cookie());
    await service.pass(1_000);
    const gone = messages.filter(({ event }) => event === 'gone').map(({ data }) => data.key);
    expect(new Set(gone)).toEqual(new Set(keys));
    expect(JSON.stringify(messages)).not.toContain('northwind');
  });

  test('ends with the session: a page that is still open shows nothing new after the sign-out', async () => {
    const ops = keyOf('ops', 'admin', '*');
    const service = await startService({ apiKeys: [ops] });
    const client = createPageClient(service);
    await client.signIn(ops.secret);
    const cookie = client.cookie();
    const { messages, isOpen } = await openStream(service, ['attention'], cookie);
    await service.pass(1_000);
    expect(isOpen()).toBe(true);
    await client.post('/ui/sign-out');
    await service.pass(6_000);
    expect(messages.at(-1)?.event).toBe('signed-out');
    expect(isOpen()).toBe(false);
  });

  test('renders a change once for all viewers with the same rights', async () => {
    const service = await startService();
    const id = await createCampaign(service);
    const key = `campaign-figures:${id}`;
    const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(service, [key])));
    await service.pass(1_000);
    const count = (): Promise<number> => countWhy(service);
    const before = await count();
    const list = 'phone,first_name\n+12025550123,Ada';
    await service.send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
    await service.pass(1_000);
    for (const { htmlOf } of streams) expect(htmlOf(key).at(-1)).toContain('1 contact');
    expect((await count()) - before).toBeGreaterThan(0);
    expect((await count()) - before).toBeLessThan(10);
  });

  test('renders nothing again for viewers that come a moment later, and again after that', async () => {
    const service = await startService();
    const id = await createCampaign(service);
    const key = `campaign-figures:${id}`;
    await openStream(service, [key]);
    await service.pass(0);
    const first = await countWhy(service);
    const later = await Promise.all(Array.from({ length: 20 }, () => openStream(service, [key])));
    await service.pass(0);
    for (const { htmlOf } of later) expect(htmlOf(key)).toHaveLength(1);
    expect(await countWhy(service)).toBe(first);
    await service.pass(700);
    const before = await countWhy(service);
    const last = await openStream(service, [key]);
    await service.pass(0);
    expect(last.htmlOf(key)).toHaveLength(1);
    expect(await countWhy(service)).toBe(before + 1);
  });

  test('refuses more regions than one browser needs', async () => {
    const service = await startService();
    const many = Array.from({ length: 101 }, (_, index) => `campaign-figures:cmp_${index}`);
    expect((await openStream(service, many)).status).toBe(422);
  });
});
