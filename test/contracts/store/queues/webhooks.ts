import { expect, test } from 'vitest';
import type { Webhook } from '../../../../src/domain/webhook/webhook.ts';
import { newWebhookHealth } from '../../../../src/domain/webhook/webhook.ts';
import type { NewDelivery } from '../../../../src/persistence/contract/queues/deliveries.ts';
import { webhookOf } from '../../../support/builders/webhooks.ts';
import { play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const change = { by: 'key:ops', at: 5_000 };

export function webhookTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const put = (webhook: Webhook, before: number | null = null) =>
    store().putWebhook({
      webhook,
      before,
      change: { ...change, what: before === null ? 'created' : 'changed' },
    });
  const deliveryOf = (id: string): NewDelivery => ({
    id,
    client: 'default',
    target: 'whk_1',
    type: 'attempt.ended',
    campaign: 'cmp_1',
    position: 1,
    body: '{}',
    createdAt: 1_000,
    dueAt: 1_000,
    until: 9_000,
  });
  const waiting = async () =>
    (await store().listDeliveries({ target: 'whk_1', state: 'waiting', limit: 99 })).items.map(
      ({ id }) => id,
    );

  test('a webhook is changed only from the one that was read, and each change is in the log', async () => {
    const webhook = webhookOf();
    expect([await put(webhook), await put(webhook)]).toEqual([true, false]);
    await put(webhookOf({ id: 'whk_2', client: '*' }));
    const later = webhookOf({ enabled: false, disabledWhy: 'gone', rev: 2, types: ['*'], include: [] });
    const changes = await Promise.all([put(later, 1), put({ ...later, url: 'https://b.example.com/' }, 1)]);
    expect(changes.filter(Boolean)).toHaveLength(1);
    expect(await put(webhookOf({ rev: 9 }), 8)).toBe(false);
    const [first, second] = await store().listWebhooks();
    expect([first?.rev, first?.disabledWhy, first?.types]).toEqual([2, 'gone', ['*']]);
    expect(second).toEqual({ ...webhookOf({ id: 'whk_2', client: '*' }), ...newWebhookHealth });
    expect(await store().removeWebhook({ id: 'whk_1', ...change })).toBe(true);
    expect(await store().removeWebhook({ id: 'whk_1', ...change })).toBe(false);
    expect(await store().listWebhooks()).toHaveLength(1);
    const log = await store().readClientLog({ client: 'default', afterSeq: 0, limit: 9 });
    expect(log.map(({ type, data }) => [type, 'what' in data && data.what])).toEqual([
      ['webhook.changed', 'created'],
      ['webhook.changed', 'changed'],
      ['webhook.changed', 'removed'],
    ]);
    expect(JSON.stringify(log)).not.toContain('hidden');
  });

  test('what is known of an endpoint stays when its webhook is changed', async () => {
    await put(webhookOf());
    const failing = { failingSince: 2_000, failures: 3, lastError: 'HTTP 503', lastFailedAt: 2_500 };
    await store().noteWebhookHealth({ id: 'whk_1', health: failing });
    await store().noteWebhookHealth({ id: 'whk_1', health: { lastDeliveredAt: 1_500 } });
    await store().noteWebhookHealth({ id: 'whk_none', health: failing });
    await put(webhookOf({ rev: 2, description: 'new' }), 1);
    expect(await store().listWebhooks()).toEqual([
      {
        ...webhookOf({ rev: 2, description: 'new' }),
        ...newWebhookHealth,
        ...failing,
        lastDeliveredAt: 1_500,
      },
    ]);
  });

  test('events are taken once: the cursor moves in the commit that adds their deliveries', async () => {
    await put(webhookOf());
    const of = { webhook: 'whk_1', campaign: 'cmp_1' };
    const feed = (from: number | null, to: number, ...ids: string[]) =>
      store().feedWebhook({ ...of, from, to, deliveries: ids.map(deliveryOf) });
    expect(await store().readWebhookCursor(of)).toBeNull();
    const begun = await Promise.all([feed(null, 3, 'a'), feed(null, 3, 'b'), feed(null, 2)]);
    expect(begun.filter(Boolean)).toHaveLength(1);
    const from = await store().readWebhookCursor(of);
    const moved = await Promise.all(['c', 'd', 'e'].map((id) => feed(from, 7, id)));
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await feed(from, 9, 'f')).toBe(false);
    expect(await store().readWebhookCursor(of)).toBe(7);
    const ids = await waiting();
    expect(ids.filter((id) => 'ab'.includes(id)).length).toBeLessThanOrEqual(1);
    expect(ids.filter((id) => 'cde'.includes(id))).toHaveLength(1);
    expect(ids).not.toContain('f');
    await store().removeWebhook({ id: 'whk_1', ...change });
    expect([await feed(7, 8, 'g'), await feed(null, 8, 'h')]).toEqual([false, false]);
    expect(await waiting()).toEqual(ids);
  });

  test('the campaigns with events after the cursor are listed, of one client or of all', async () => {
    await put(webhookOf());
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names)
      await (await play(store(), { name })).commit({ events: Array.from({ length: 2 }, () => ({})) });
    const listed = async (input: { client?: string | null; since?: number } = {}) => {
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const of = { webhook: 'whk_1', client: 'default', since: 0, ...input };
        const page = await store().listUnfed({ ...of, after, limit: 3 });
        found.push(...page.items.map(({ campaign, client }) => `${campaign} of ${client}`));
        if (page.next === null) return found;
        after = page.next;
      }
    };
    const all = names.map((name) => `cmp_${name} of default`);
    expect([await listed(), await listed({ client: null })]).toEqual([all, all]);
    expect([await listed({ client: 'other' }), await listed({ since: 9e15 })]).toEqual([[], []]);
    const feed = (campaign: string, to: number) =>
      store().feedWebhook({ webhook: 'whk_1', campaign, from: null, to, deliveries: [] });
    await feed('cmp_a', 2);
    await feed('cmp_b', 1);
    expect(await listed()).toEqual(all.slice(1));
  });
}
