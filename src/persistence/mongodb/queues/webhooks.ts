import type { ClientSession, Filter } from 'mongodb';
import { newWebhookHealth } from '../../../domain/webhook/webhook.ts';
import { webhookEvent } from '../../contract/queues/webhook-event.ts';
import type { StoredWebhook, WebhookStore } from '../../contract/queues/webhooks.ts';
import type { ClientLog } from '../clients/client-log.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { CampaignDoc, Collections } from '../documents/collections.ts';
import type { WebhookDoc } from '../documents/queue-documents.ts';
import { addDeliveries } from './deliveries.ts';

type Parts = {
  collections: Pick<Collections, 'campaigns' | 'deliveries' | 'webhooks' | 'webhookCursors'>;
  transactions: Transactions;
};

/** Stores webhooks and their cursors. A cursor moves in the transaction that adds the deliveries. */
export function createWebhooks({
  collections,
  transactions,
  clientLog,
}: Parts & { clientLog: Pick<ClientLog, 'append'> }): WebhookStore {
  const { webhooks, webhookCursors } = collections;
  const isDone = (done: boolean): boolean => done;
  const put = async (
    { webhook: { id, ...fields }, before }: Parameters<WebhookStore['putWebhook']>[0],
    session: ClientSession,
  ): Promise<boolean> => {
    if (before !== null) {
      const { matchedCount } = await webhooks.updateOne(
        { _id: id, rev: before },
        { $set: fields },
        { session },
      );
      return matchedCount === 1;
    }
    await webhooks.insertOne({ _id: id, ...fields, ...newWebhookHealth }, { session });
    return true;
  };
  return {
    async putWebhook(input) {
      const { webhook, change } = input;
      try {
        return await transactions.run(async (session) => {
          if (!(await put(input, session))) return false;
          await clientLog.append(webhook.client, webhookEvent({ ...change, webhook }), session);
          return true;
        }, isDone);
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    removeWebhook: ({ id, by, at }) =>
      transactions.run(async (session) => {
        const found = await webhooks.findOneAndDelete({ _id: id }, { session });
        if (!found) return false;
        await webhookCursors.deleteMany({ '_id.webhook': id }, { session });
        const webhook = webhookFrom(found);
        await clientLog.append(found.client, webhookEvent({ webhook, what: 'removed', by, at }), session);
        return true;
      }, isDone),
    async listWebhooks() {
      return (await webhooks.find().sort({ _id: 1 }).toArray()).map(webhookFrom);
    },
    async noteWebhookHealth({ id, health }) {
      if (Object.keys(health).length > 0) await webhooks.updateOne({ _id: id }, { $set: health });
    },
    ...createFeed({ collections, transactions }),
  };
}

function createFeed({
  collections: { campaigns, deliveries: outgoing, webhooks, webhookCursors },
  transactions,
}: Parts): Pick<WebhookStore, 'readWebhookCursor' | 'feedWebhook' | 'listUnfed'> {
  const move = async (
    { webhook, campaign, from, to }: Parameters<WebhookStore['feedWebhook']>[0],
    session: ClientSession,
  ): Promise<boolean> => {
    const _id = { webhook, campaign };
    if (from !== null) {
      const moved = await webhookCursors.updateOne({ _id, seq: from }, { $set: { seq: to } }, { session });
      return moved.matchedCount === 1;
    }
    if (!(await webhooks.findOne({ _id: webhook }, { session, projection: { _id: 1 } }))) return false;
    await webhookCursors.insertOne({ _id, seq: to }, { session });
    return true;
  };
  return {
    async readWebhookCursor({ webhook, campaign }) {
      return (await webhookCursors.findOne({ _id: { webhook, campaign } }))?.seq ?? null;
    },
    async feedWebhook(input) {
      try {
        return await transactions.run(
          async (session) => {
            if (!(await move(input, session))) return false;
            await addDeliveries(outgoing, input.deliveries, session);
            return true;
          },
          (done) => done,
        );
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async listUnfed({ webhook, client, since, after, limit }) {
      const items: { campaign: string; client: string }[] = [];
      let last = after ?? '';
      for (;;) {
        const filter: Filter<CampaignDoc> = {
          ...(client !== null && { client }),
          _id: { $gt: last },
          updatedAt: { $gte: since },
        };
        const found = await campaigns
          .find(filter, { projection: { client: 1, seq: 1 } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
        const ids = found.map(({ _id }) => ({ webhook, campaign: _id }));
        const cursors = await webhookCursors.find({ _id: { $in: ids } }).toArray();
        const seqs = new Map(cursors.map(({ _id, seq }) => [_id.campaign, seq]));
        for (const { _id, client: of, seq } of found) {
          if (seq <= (seqs.get(_id) ?? 0)) continue;
          items.push({ campaign: _id, client: of });
          if (items.length === limit) return { items, next: _id };
        }
        if (found.length < limit) return { items, next: null };
        last = found.at(-1)?._id ?? last;
      }
    },
  };
}

function webhookFrom({ _id, ...webhook }: WebhookDoc): StoredWebhook {
  return { id: _id, ...webhook };
}
