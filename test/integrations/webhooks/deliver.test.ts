import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createDeliverer } from '../../../src/integrations/outgoing-webhooks/delivering/deliverer.ts';
import { createWebhookList } from '../../../src/integrations/outgoing-webhooks/webhook-list.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { alertThresholds } from '../../support/builders/alerts.ts';
import { webhookOf } from '../../support/builders/webhooks.ts';
import { createTestTime } from '../../support/time/test-time.ts';
import { createReceiver, logOf, serve } from './receiver.ts';

const hour = 3_600_000;
const minute = 60_000;

describe('events of a campaign', () => {
  test('are delivered once, in the order of the log, signed as the official library verifies', async () => {
    const { service, receiver, create, campaign, read } = await serve();
    const { id: webhook, secret } = await create();
    const id = await campaign('spring');
    await service.until(() => receiver.accepted.some(({ type }) => type === 'campaign.completed'));
    await service.pass(minute);
    const log = await logOf(service.store, id);
    expect(receiver.accepted.map(({ data }) => data.seq).toSorted((a, b) => a - b)).toEqual(
      log.map(({ seq }) => seq),
    );
    for (const position of [null, 1, 2, 3]) {
      const seqs = receiver.accepted.filter(({ data }) => data.position === position);
      expect(seqs.map(({ data }) => data.seq)).toEqual(
        log.filter((event) => event.position === position).map(({ seq }) => seq),
      );
    }
    expect(new Set(receiver.ids()).size).toBe(log.length);
    for (const { headers, body } of receiver.received.slice(0, 3)) {
      const library = new Webhook(secret);
      const seconds = Number(headers['webhook-timestamp']);
      expect(seconds * 1000).toBeLessThanOrEqual(service.now());
      // The library compares the time with the clock of the machine, so it gets a time of now, signed anew with its own key.
      const sign = (at: Date) => library.sign(String(headers['webhook-id']), at, body);
      expect(headers['webhook-signature']).toBe(sign(new Date(seconds * 1000)));
      const now = new Date();
      const fresh = {
        'webhook-id': String(headers['webhook-id']),
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': sign(now),
      };
      expect(library.verify(body, fresh)).toEqual(JSON.parse(body));
    }
    expect(await read(webhook)).toMatchObject({ waiting: 0, dead: 0, failures: 0, failingSince: null });
    expect(JSON.stringify(receiver.received)).not.toContain('+1212');
  });

  test('go to webhooks that ask for them: by type, family and client, from their creation on', async () => {
    const { service, receiver, create, campaign } = await serve();
    const before = await campaign('before');
    await service.pass(20 * minute);
    const urls = ['ends', 'attempts', 'other', 'every'].map((name) => `https://${name}.example.com/`);
    const [ends, attempts, other, every] = urls;
    await create({ url: ends, types: ['campaign.completed'] });
    await create({ url: attempts, types: ['attempt.*'], include: ['addresses'] });
    await create({ url: other, client: 'northwind' });
    await create({ url: every, client: '*', types: ['attempt.ended'], include: ['variables'] });
    const after = await campaign('after', 2);
    await service.until(() => receiver.accepted.some(({ url }) => url === ends));
    await service.pass(minute);
    const of = (url: string | undefined) => receiver.accepted.filter((one) => one.url === url);
    expect(of(ends).map(({ type }) => type)).toEqual(['campaign.completed']);
    expect(new Set(of(attempts).map(({ type }) => type.split('.', 1)[0]))).toEqual(new Set(['attempt']));
    expect(of(other)).toEqual([]);
    expect(of(every).map(({ type }) => type)).toEqual(['attempt.ended', 'attempt.ended']);
    expect(receiver.accepted.every(({ data }) => data.campaign === after && data.campaign !== before)).toBe(
      true,
    );
    expect(of(attempts)[0]?.data.contact).toEqual({
      id: expect.stringMatching(/^con_/) as string,
      row: expect.any(Number) as number,
      addresses: [{ kind: 'phone', address: expect.stringMatching(/^\+1212/) as string, extension: null }],
    });
    expect(of(every)[0]?.data.contact).toMatchObject({ variables: expect.any(Object) as object });
    expect(of(every)[0]?.data.contact).not.toHaveProperty('addresses');
    const stored = await service.store.readDeliveryQueues();
    expect(stored).toEqual([]);
  });

  test('are sent with the former secret too after a rotation, for as long as the overlap', async () => {
    const { service, receiver, create } = await serve();
    const { id, secret } = await create();
    const rotated = await service.send<{ secret: string }>('POST', `/v1/webhooks/${id}/rotate`, {
      overlapHours: 1,
    });
    const test = async () => {
      await service.send('POST', `/v1/webhooks/${id}/test`);
      const last = receiver.received.at(-1);
      const at = new Date(Number(last?.headers['webhook-timestamp']) * 1000);
      const signed = [rotated.body.secret, secret].map((one) =>
        new Webhook(one).sign(last?.id ?? '', at, last?.body ?? ''),
      );
      return { given: last?.headers['webhook-signature'], signed };
    };
    const during = await test();
    expect(during.given).toBe(during.signed.join(' '));
    await service.pass(hour);
    const after = await test();
    expect(after.given).toBe(after.signed[0]);
    expect(receiver.received.map(({ type }) => type)).toEqual(['webhook.test', 'webhook.test']);
  });

  test('that happened while a webhook was disabled are sent after it is enabled, unless they are skipped', async () => {
    const { service, receiver, create, drafts } = await serve();
    const { id } = await create({ types: ['campaign.created'] });
    const set = (body: object) => service.send('PATCH', `/v1/webhooks/${id}`, body);
    const names = async () => {
      await service.pass(20_000);
      const log = await service.send<{ items: { id: string; name: string }[] }>('GET', '/v1/campaigns');
      const nameOf = new Map(log.body.items.map((one) => [one.id, one.name]));
      return receiver.accepted.map(({ data }) => nameOf.get(data.campaign));
    };
    await set({ enabled: false });
    await drafts('missed');
    expect(await names()).toEqual([]);
    await set({ enabled: true });
    expect(await names()).toEqual(['missed']);
    await set({ enabled: false });
    await drafts('skipped');
    await service.pass(5_000);
    await set({ enabled: true, skip: true });
    await drafts('last');
    expect(await names()).toEqual(['missed', 'last']);
  });
});

describe('a delivery that fails', () => {
  test('is kept with the answer when it is given up, and is sent again with the same id', async () => {
    const receiver = createReceiver(() => ({ status: 410, body: 'x'.repeat(9_000) }));
    const { service, create, drafts, read, dead, order } = await serve({ receiver });
    const { id } = await create({ types: ['campaign.created', 'campaign.archived'] });
    await drafts('spring', 'autumn');
    await service.until(() => receiver.received.length > 0);
    await service.pass(10_000);
    expect(await read(id)).toMatchObject({ enabled: false, disabledWhy: 'The endpoint answered 410 Gone.' });
    const letters = await dead(id);
    const [letter] = letters;
    expect(letter).toMatchObject({ lastError: 'HTTP 410', tries: 1 });
    const log = await service.send<{ items: { data: object }[] }>('GET', '/v1/clients/default/log');
    expect(log.body.items.at(-1)).toMatchObject({ by: 'system', data: { webhook: id, what: 'disabled' } });
    const full = await service.send('GET', `/v1/webhooks/${id}/deliveries/${letter?.id}`);
    expect(full.body).toMatchObject({
      answer: { status: 410, body: expect.stringMatching(/^x+$/) as string },
      body: expect.stringContaining('campaign.created') as string,
    });
    expect((await service.send('GET', `/v1/webhooks/${id}/deliveries/other`)).status).toBe(404);
    receiver.set(() => ({}));
    await service.send('PATCH', `/v1/webhooks/${id}`, { enabled: true });
    const before = new Date(service.now() - hour).toISOString();
    expect(await order(id, 'replay', { ids: ['other'] })).toBe(0);
    expect(await order(id, 'replay', { to: before })).toBe(0);
    expect(await order(id, 'replay', { from: before })).toBe(letters.length);
    await service.until(() => receiver.accepted.length === 2);
    expect(receiver.ids()).toContain(letter?.id);
    await service.pass(10_000);
    expect(await read(id)).toMatchObject({ waiting: 0, dead: 0, failingSince: null });
  });

  test('is tried for a day with growing pauses and the same id, and is then a dead letter', async () => {
    const store = await openSqliteStore({ path: ':memory:' });
    const time = createTestTime();
    const at = time.now();
    const change = { what: 'created', by: 'ops', at } as const;
    await store.putWebhook({ webhook: webhookOf(), before: null, change });
    const sent: { at: number; id: string | undefined }[] = [];
    const webhooks = createWebhookList({ store });
    const deliverer = createDeliverer({
      store,
      webhooks,
      clocks: time.clocks,
      send({ headers }) {
        sent.push({ at: time.now(), id: headers['webhook-id'] });
        return Promise.resolve({ status: 500, body: 'oops', retryAfter: null });
      },
      random: createSeededRandom({ seed: 1 }),
      onSettled: () => undefined,
      onExpired: () => undefined,
      log: pino({ level: 'silent' }),
    });
    const about = { client: 'default', target: 'whk_1', type: 'campaign.created', campaign: 'cmp_1' };
    const times = { createdAt: at, dueAt: at, until: at + 24 * hour };
    await store.putDeliveries([{ id: 'one', ...about, position: null, body: '{}', ...times }]);
    await webhooks.refresh();
    deliverer.note('whk_1');
    // The clock jumps to each time at which it is due; in between nothing happens.
    for (let tries = 0; tries < 100 && (await store.readDelivery('one'))?.state === 'waiting'; tries += 1) {
      await time.pass(1_000);
      const dueAt = (await store.readDelivery('one'))?.dueAt ?? at;
      await time.pass(Math.max(0, dueAt - time.now()));
      deliverer.note('whk_1');
      await time.pass(1_000);
    }
    await time.during(deliverer.stop());
    const pauses = sent.slice(1).map((one, index) => one.at - (sent[index]?.at ?? 0));
    expect(pauses[0]).toBeGreaterThanOrEqual(5_000);
    expect(pauses.at(-2)).toBeGreaterThanOrEqual(hour / 2);
    expect((sent.at(-1)?.at ?? 0) - at).toBeGreaterThanOrEqual(24 * hour);
    expect((sent.at(-1)?.at ?? 0) - at).toBeLessThan(25 * hour);
    expect(new Set(sent.map(({ id }) => id))).toEqual(new Set(['one']));
    expect(await store.readDelivery('one')).toMatchObject({
      state: 'dead',
      tries: sent.length,
      lastError: 'HTTP 500',
      answer: { status: 500, body: 'oops' },
    });
    await store.close();
  });

  test('waits as long as Retry-After says, and so do the others of its endpoint', async () => {
    const receiver = createReceiver(() => ({ status: 429, retryAfter: '300' }));
    const { service, create, drafts, read } = await serve({ receiver });
    const { id } = await create({ types: ['campaign.created'] });
    await drafts('spring', 'autumn');
    await service.until(() => receiver.received.length > 0);
    receiver.set(() => ({}));
    const first = receiver.received.length;
    await service.pass(4 * minute);
    expect(receiver.received).toHaveLength(first);
    expect(await read(id)).toMatchObject({ pausedUntil: expect.any(String) as string });
    await service.pass(2 * minute);
    expect(receiver.accepted).toHaveLength(2);
  });

  test('of an endpoint that is slow or dead delays no other endpoint', async () => {
    let open = 0;
    let most = 0;
    const receiver = createReceiver(async ({ url }) => {
      if (url.includes('dead')) return new Error('ECONNREFUSED');
      if (!url.includes('slow')) return {};
      open += 1;
      most = Math.max(most, open);
      await new Promise(() => undefined);
      return {};
    });
    const { service, create, campaign, read } = await serve({ receiver });
    await create({ url: 'https://slow.example.com/' });
    const { id: dead } = await create({ url: 'https://dead.example.com/' });
    await create({ url: 'https://well.example.com/' });
    const id = await campaign('spring', 30);
    const well = () => receiver.accepted.filter(({ url }) => url.includes('well'));
    await service.until(() => well().some(({ type }) => type === 'campaign.completed'));
    await service.pass(10_000);
    expect(well()).toHaveLength((await logOf(service.store, id)).length);
    const ages = well().map(
      ({ at, body }) => at - Date.parse((JSON.parse(body) as { timestamp: string }).timestamp),
    );
    expect(Math.max(...ages)).toBeLessThan(5_000);
    expect(most).toBeLessThanOrEqual(16);
    // The dead one was left alone after some failures.
    const tries = receiver.received.filter(({ url }) => url.includes('dead')).length;
    expect(tries).toBeLessThan(60);
    expect((await read(dead))['failingSince']).not.toBeNull();
  });

  test('for a long time raises an alert, which its own webhook does not get, and is resolved', async () => {
    const receiver = createReceiver(({ url }) => ({ status: url.includes('bad') ? 500 : 204 }));
    const well = { takeovers: 0, diskFreeBytes: 1e12, memoryBytes: 0, eventLoopMs: 0 };
    const measure = () => Promise.resolve(well);
    const alerts = { thresholds: { ...alertThresholds, webhookMs: 5 * minute }, dataDir: '.', measure };
    const { service, create, drafts } = await serve({ receiver, alerts });
    await create({ url: 'https://bad.example.com/' });
    await create({ url: 'https://ops.example.com/', types: ['alert.*'] });
    await drafts('spring');
    await service.pass(3 * minute);
    expect(receiver.accepted).toEqual([]);
    await service.pass(5 * minute);
    expect(receiver.accepted.map(({ type, data }) => [type, data['code'], data['client']])).toEqual([
      ['alert.raised', 'webhook-failing', 'default'],
    ]);
    expect(receiver.received.some(({ url, type }) => url.includes('bad') && type === 'alert.raised')).toBe(
      false,
    );
    receiver.set(() => ({}));
    await service.until(() => receiver.accepted.some(({ type }) => type === 'alert.resolved'), 2 * hour);
  });
});
