import { newWebhookHealth } from '../../../domain/webhook/webhook.ts';
import { webhookEvent } from '../../contract/queues/webhook-event.ts';
import type { NewDelivery } from '../../contract/queues/deliveries.ts';
import type { WebhookStore } from '../../contract/queues/webhooks.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Connection } from '../connection/connection.ts';
import { assignments, insertInto } from '../rows/columns/sql.ts';
import { webhooks, webhookSettings } from '../rows/queues/webhook-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type Verbs = Pick<SyncStore, keyof WebhookStore>;

/** Stores webhooks and their cursors. `add` adds deliveries in the current transaction. */
export function createWebhooks(input: {
  connection: Connection;
  clientLog: Pick<ClientLog, 'append'>;
  add: (deliveries: readonly NewDelivery[]) => void;
}): Verbs {
  const { prepare, transact } = input.connection;
  const { append } = input.clientLog;
  const insert = prepare(`${insertInto('webhooks', webhooks.names)} ON CONFLICT (id) DO NOTHING`);
  const replace = prepare(
    `UPDATE webhooks SET ${assignments(webhookSettings.names)} WHERE id = ? AND rev = ?`,
  );
  const list = prepare(`SELECT ${webhooks.select()} FROM webhooks ORDER BY id`);
  const read = prepare(`SELECT ${webhooks.select()} FROM webhooks WHERE id = ?`);
  const note = prepare(
    `UPDATE webhooks SET failing_since = ?, failures = ?, paused_until = ?, last_delivered_at = ?, last_failed_at = ?,
       last_error = ? WHERE id = ?`,
  );
  const remove = prepare('DELETE FROM webhooks WHERE id = ?');
  const removeCursors = prepare('DELETE FROM webhook_cursors WHERE webhook = ?');
  const isDone = (done: boolean): boolean => done;
  const readOne = (id: string) => read.all(id).map(webhooks.read)[0];
  return {
    putWebhook: ({ webhook, before, change }) =>
      transact(() => {
        const { changes } =
          before === null
            ? insert.run(...webhooks.cells({ ...webhook, ...newWebhookHealth }))
            : replace.run(...webhookSettings.cells(webhook), webhook.id, before);
        if (changes === 0) return false;
        append(webhook.client, webhookEvent({ ...change, webhook }));
        return true;
      }, isDone),
    removeWebhook: ({ id, by, at }) =>
      transact(() => {
        const webhook = readOne(id);
        if (!webhook) return false;
        remove.run(id);
        removeCursors.run(id);
        append(webhook.client, webhookEvent({ webhook, what: 'removed', by, at }));
        return true;
      }, isDone),
    listWebhooks: () => list.all().map(webhooks.read),
    noteWebhookHealth: ({ id, health }) =>
      transact(() => {
        const webhook = readOne(id);
        if (!webhook) return;
        const known = { ...webhook, ...health };
        const { failingSince, failures, pausedUntil, lastDeliveredAt, lastFailedAt, lastError } = known;
        note.run(failingSince, failures, pausedUntil, lastDeliveredAt, lastFailedAt, lastError, id);
      }),
    ...createFeed(input),
  };
}

function createFeed({
  connection: { prepare, transact },
  add,
}: {
  connection: Connection;
  add: (deliveries: readonly NewDelivery[]) => void;
}): Pick<Verbs, 'readWebhookCursor' | 'feedWebhook' | 'listUnfed'> {
  const readCursor = prepare('SELECT seq FROM webhook_cursors WHERE webhook = ? AND campaign = ?');
  const begin = prepare(
    `INSERT INTO webhook_cursors (webhook, campaign, seq) SELECT id, ?, ? FROM webhooks WHERE id = ?
       ON CONFLICT (webhook, campaign) DO NOTHING`,
  );
  const move = prepare('UPDATE webhook_cursors SET seq = ? WHERE webhook = ? AND campaign = ? AND seq = ?');
  const unfed = (of: string) =>
    prepare(
      `SELECT campaigns.id, campaigns.client FROM campaigns
         LEFT JOIN webhook_cursors ON webhook_cursors.webhook = ? AND webhook_cursors.campaign = campaigns.id
       WHERE ${of} AND campaigns.updated_at >= ? AND campaigns.id > ? AND campaigns.seq > ifnull(webhook_cursors.seq, 0)
       ORDER BY campaigns.id LIMIT ?`,
    );
  const unfedOfAll = unfed('true');
  const unfedOfOne = unfed('campaigns.client = ?');
  return {
    readWebhookCursor: ({ webhook, campaign }) =>
      (readCursor.get(webhook, campaign)?.[0] ?? null) as number | null,
    feedWebhook: ({ webhook, campaign, from, to, deliveries }) =>
      transact(
        () => {
          const { changes } =
            from === null ? begin.run(campaign, to, webhook) : move.run(to, webhook, campaign, from);
          if (changes === 0) return false;
          add(deliveries);
          return true;
        },
        (done) => done,
      ),
    listUnfed({ webhook, client, since, after, limit }) {
      const last = [since, after ?? '', limit] as const;
      const rows =
        client === null ? unfedOfAll.all(webhook, ...last) : unfedOfOne.all(webhook, client, ...last);
      const items = rows.map(([campaign, of]) => ({ campaign: campaign as string, client: of as string }));
      return { items, next: items.length < limit ? null : (items.at(-1)?.campaign ?? null) };
    },
  };
}
