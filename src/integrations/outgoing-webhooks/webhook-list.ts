import { everyClient } from '../../domain/contact/party.ts';
import type { StoredWebhook } from '../../persistence/contract/queues/webhooks.ts';
import type { Store } from '../../persistence/contract/store.ts';

/** The webhooks as they were read last. */
export type WebhookList = {
  refresh: () => Promise<void>;
  all: () => readonly StoredWebhook[];
  get: (id: string) => StoredWebhook | undefined;
  /** Those that are enabled and receive the events of a client. */
  of: (client: string) => readonly StoredWebhook[];
};

export function createWebhookList({ store }: { store: Pick<Store, 'listWebhooks'> }): WebhookList {
  let known = new Map<string, StoredWebhook>();
  return {
    async refresh() {
      known = new Map((await store.listWebhooks()).map((webhook) => [webhook.id, webhook]));
    },
    all: () => [...known.values()],
    get: (id) => known.get(id),
    of: (client) =>
      [...known.values()].filter(
        (webhook) => webhook.enabled && (webhook.client === client || webhook.client === everyClient),
      ),
  };
}
