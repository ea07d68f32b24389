import type { Store } from '../../../persistence/contract/store.ts';
import type { WebhookList } from '../webhook-list.ts';

/** How long dead letters are kept. */
export const keepDeadMs = 30 * 86_400_000;
const limit = 500;

/**
 * Removes dead letters that are 30 days old, and deliveries of webhooks that were removed. What a disabled webhook should have
 * received by now is given up.
 */
export async function tidyDeliveries({
  store,
  webhooks,
  now,
  onExpired,
}: {
  store: Pick<Store, 'dropDeadDeliveries' | 'dropDeliveries' | 'expireDeliveries' | 'readDeliveryQueues'>;
  webhooks: WebhookList;
  now: number;
  onExpired: (deliveries: number) => void;
}): Promise<void> {
  await store.dropDeadDeliveries({ before: now - keepDeadMs, limit });
  const queues = await store.readDeliveryQueues();
  // A webhook is stored before its deliveries: if it is not found after them, it was removed.
  await webhooks.refresh();
  for (const { target } of queues) {
    const webhook = webhooks.get(target);
    if (!webhook) await store.dropDeliveries({ target, limit });
    else if (!webhook.enabled)
      onExpired(await store.expireDeliveries({ target, now, error: 'The webhook is disabled.', limit }));
  }
}
