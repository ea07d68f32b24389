import type { Caller } from '../../domain/caller.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Delivery, DeliveryQueue } from '../../persistence/contract/queues/deliveries.ts';
import type { StoredWebhook } from '../../persistence/contract/queues/webhooks.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';

/** The webhooks that a caller may see, of one client or (undefined) of all, with their queues. */
export async function readWebhooks({
  store,
  caller,
  client,
}: {
  store: Pick<Store, 'listWebhooks' | 'readDeliveryQueues'>;
  caller: Caller;
  client: string | undefined;
}): Promise<ReturnType<typeof webhookView>[]> {
  const [webhooks, queues] = await Promise.all([store.listWebhooks(), store.readDeliveryQueues()]);
  const of = new Map(queues.map((queue) => [queue.target, queue]));
  return webhooks
    .filter((webhook) => caller.client === null || caller.client === webhook.client)
    .filter((webhook) => client === undefined || webhook.client === client)
    .map((webhook) => webhookView(webhook, of.get(webhook.id)));
}

/** A webhook that the caller may see. Throws `webhook.not-found`, also for one of another client. */
export async function findWebhook({
  store,
  caller,
  id,
}: {
  store: Pick<Store, 'listWebhooks'>;
  caller: Caller;
  id: string;
}): Promise<StoredWebhook> {
  const found = (await store.listWebhooks()).find((webhook) => webhook.id === id);
  if (found && (caller.client === null || caller.client === found.client)) return found;
  throw new RingmasterError({
    code: 'webhook.not-found',
    family: 'not-found',
    message: `There is no webhook ${id}.`,
    hint: 'List them with: ringmaster webhooks',
  });
}

/** A webhook as the API shows it. The secret is not shown. */
export function webhookView(webhook: StoredWebhook, queue: DeliveryQueue | undefined) {
  const { id, client, url, description, types, include, enabled, disabledWhy, failures, lastError } = webhook;
  return {
    id,
    client,
    url,
    description,
    types,
    include,
    enabled,
    disabledWhy,
    failures,
    lastError,
    formerSecretUntil: instantOrNull(webhook.formerUntil),
    createdAt: instantText(webhook.createdAt),
    updatedAt: instantText(webhook.updatedAt),
    failingSince: instantOrNull(webhook.failingSince),
    pausedUntil: instantOrNull(webhook.pausedUntil),
    lastDeliveredAt: instantOrNull(webhook.lastDeliveredAt),
    lastFailedAt: instantOrNull(webhook.lastFailedAt),
    waiting: queue?.waiting ?? 0,
    dead: queue?.dead ?? 0,
    oldestAt: instantOrNull(queue?.oldestAt ?? null),
  };
}

export function deliveryView({
  id,
  type,
  campaign,
  state,
  createdAt,
  dueAt,
  until,
  tries,
  lastError,
}: Delivery) {
  return {
    id,
    type,
    campaign,
    state,
    tries,
    lastError,
    createdAt: instantText(createdAt),
    dueAt: instantText(dueAt),
    until: instantText(until),
  };
}

/** A delivery with what was sent and what came back. */
export function deliveryInFull(delivery: Delivery) {
  const { body, answer } = delivery;
  return { ...deliveryView(delivery), body, answer: answer && { ...answer, at: instantText(answer.at) } };
}
