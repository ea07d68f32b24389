import type { Db } from 'mongodb';
import { newWebhookHealth } from '../../../domain/webhook/webhook.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import { collectionsOf } from '../documents/collections.ts';
import { insertOnce } from '../documents/insert-once.ts';

type AlertWebhook = { _id: string; url: string; secret: string; updatedAt: number };

const dayMs = 86_400_000;
const idOf = (client: string): string => (client === everyClient ? 'whk_alerts' : `whk_alerts_${client}`);

/** Makes webhooks of those that schema 14 and earlier had for alerts, and sends their deliveries to them. It can be repeated. */
export async function convertAlertWebhooks(db: Db): Promise<void> {
  const { webhooks, deliveries } = collectionsOf(db);
  const former = db.collection<AlertWebhook>('alertWebhooks');
  for (const { _id: client, url, secret, updatedAt: at } of await former.find().toArray()) {
    const times = { since: at, createdAt: at, updatedAt: at, rev: 1 };
    const sent = { types: ['alert.*'], include: [], enabled: true, disabledWhy: null };
    const former = { formerSecret: null, formerUntil: null };
    const webhook = { client, url, description: 'alerts', secret, ...former, ...sent, ...times };
    await insertOnce(webhooks, { _id: idOf(client), ...webhook, ...newWebhookHealth });
  }
  for (const { _id, target, createdAt } of await deliveries.find({ type: { $exists: false } }).toArray()) {
    const about = { type: 'alert.raised', campaign: null, position: null, failures: 0, answer: null };
    const fields = { ...about, target: idOf(target), until: createdAt + dayMs };
    await deliveries.updateOne({ _id, type: { $exists: false } }, { $set: fields });
  }
  await former.drop().catch(() => undefined);
}
