import { expect, test } from 'vitest';
import { newWebhookHealth } from '../../../src/domain/webhook/webhook.ts';
import { feedPage } from '../../../src/integrations/outgoing-webhooks/feeding/feed-page.ts';
import { webhookOf } from '../../support/builders/webhooks.ts';
import { openEmptyStore } from '../../support/store/empty-store.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { startService } from '../../support/service/start-service.ts';
import { createReceiver, logOf, serve, toolsOf } from './receiver.ts';

const minute = 60_000;

/** What the receiver has of a campaign, each event once, in order; and whether an event ever came with two ids. */
function seqsOf(receiver: ReturnType<typeof createReceiver>, campaign: string) {
  const own = receiver.accepted.filter(({ data }) => data.campaign === campaign);
  const ids = new Map<number, Set<string>>();
  for (const { id, data, headers } of own) {
    const sent = ids.get(data.seq) ?? new Set();
    ids.set(data.seq, sent.add(id).add(String(headers['webhook-id'])));
  }
  return {
    seqs: [...ids.keys()].toSorted((a, b) => a - b),
    hasOneId: [...ids.values()].every((all) => all.size === 1),
    repeated: own.length - ids.size,
  };
}

test('no event is lost and none has two ids if instances are killed at any moment and commits are lost', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  let draw = seed;
  const random = (): number => {
    draw = (draw * 48_271) % 2_147_483_647;
    return draw / 2_147_483_647;
  };
  const store = openEmptyStore();
  const receiver = createReceiver(() => (random() < 0.2 ? { status: 500 } : {}));
  /** Some settlements are lost after the receiver has answered, and some take effect although their answer is lost. */
  const wrapStore = (inner: Store): Store => ({
    ...inner,
    async settleDeliveries(settled) {
      if (random() < 0.1) throw new Error('the store is away');
      const done = await inner.settleDeliveries(settled);
      if (random() < 0.1) throw new Error('the answer is lost');
      return done;
    },
    async feedWebhook(input) {
      if (random() < 0.1) throw new Error('the store is away');
      const done = await inner.feedWebhook(input);
      if (random() < 0.1) throw new Error('the answer is lost');
      return done;
    },
  });
  const begin = (startAt?: number, name = 'instance-1') =>
    startService({
      store,
      name,
      seed: 1 + Math.floor(random() * 1e6),
      wrapStore,
      webhooks: { allow: [], send: receiver.send },
      ...(startAt !== undefined && { startAt }),
    });
  let service = await begin();
  const { create, campaign } = toolsOf(service);
  await create();
  const id = await campaign('spring', 20);
  for (let kills = 0; kills < 4; kills += 1) {
    await service.pass(Math.floor(random() * 8_000));
    const startAt = service.now();
    service.kill();
    service = await begin(startAt, `instance-${kills + 2}`);
  }
  await service.pass(6 * minute);
  const log = await logOf(store, id);
  const { seqs, hasOneId } = seqsOf(receiver, id);
  expect(log.length, `seed ${seed}`).toBeGreaterThan(20);
  expect(seqs, `seed ${seed}`).toEqual(log.map(({ seq }) => seq));
  expect(hasOneId, `seed ${seed}`).toBe(true);
  expect(await store.readDeliveryQueues(), `seed ${seed}`).toEqual([]);
  await store.close();
});

test('nothing is sent before it is committed, and what is sent is what the log says', async () => {
  const receiver = createReceiver();
  let isAway = true;
  const { service, create, drafts } = await serve({
    receiver,
    wrapStore: (inner) => ({
      ...inner,
      createCampaign: (...input: Parameters<Store['createCampaign']>) =>
        isAway ? Promise.reject(new Error('the store is away')) : inner.createCampaign(...input),
    }),
  });
  await create();
  await drafts('spring');
  await service.pass(20_000);
  expect(receiver.received).toEqual([]);
  isAway = false;
  await drafts('spring');
  await service.until(() => receiver.received.length === 1);
});

test('a dead letter stays one after a takeover, and the take of a dead instance changes nothing', async () => {
  const store = openEmptyStore();
  const receiver = createReceiver(() => ({ status: 410 }));
  const parts = { store, webhooks: { allow: [], send: receiver.send } };
  const first = await startService(parts);
  const { id } = await toolsOf(first).create({ types: ['campaign.created'] });
  await toolsOf(first).drafts('spring');
  await first.until(() => receiver.received.length === 1);
  await first.pass(1_000);
  const startAt = first.now();
  first.kill();
  const next = await startService({ ...parts, startAt, name: 'instance-2', seed: 2 });
  await next.pass(2 * minute);
  const dead = await toolsOf(next).dead(id);
  expect(dead).toMatchObject([{ lastError: 'HTTP 410', tries: 1 }]);
  expect(receiver.received).toHaveLength(1);
  await store.close();
});

test('an event that the store shows before an earlier one waits for it', async () => {
  const store = openEmptyStore();
  const service = await startService({ store });
  await toolsOf(service).drafts('spring');
  const [{ id: campaign } = { id: '' }] = (
    await service.send<{ items: { id: string }[] }>('GET', '/v1/campaigns')
  ).body.items;
  const [created] = await logOf(store, campaign);
  if (!created) throw new Error('the log is empty');
  const webhook = { ...webhookOf({ types: ['*'], since: 0 }), ...newWebhookHealth };
  await store.putWebhook({ webhook, before: null, change: { what: 'created', by: 'ops', at: 0 } });
  let shown = [1, 2, 4];
  const readEvents: Store['readEvents'] = ({ afterSeq, limit }) =>
    Promise.resolve(
      shown
        .filter((seq) => seq > afterSeq)
        .slice(0, limit)
        .map((seq) => ({ ...created, seq })),
    );
  const feed = async () => {
    const of = { campaign, client: 'default' };
    await feedPage({ store: { ...store, readEvents }, webhook, of, now: 1, read: new Map(), keeps: true });
    const page = await store.listDeliveries({ target: webhook.id, state: 'waiting', limit: 9 });
    return page.items.map(({ body }) => (JSON.parse(body) as { data: { seq: number } }).data.seq);
  };
  expect(await feed()).toEqual([1, 2]);
  shown = [1, 2, 3, 4];
  expect(await feed()).toEqual([1, 2, 3, 4]);
  await store.close();
});
