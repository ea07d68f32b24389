import type { NewClientEvent } from '../../../domain/client-event.ts';
import type { Webhook } from '../../../domain/webhook/webhook.ts';
import type { WebhookChange } from './webhooks.ts';

/** The line in the log of a client about a change of a webhook. The path of its address may have a secret in it. */
export function webhookEvent({
  webhook: { id, url },
  what,
  by,
  at,
}: Omit<WebhookChange, 'what'> & {
  what: WebhookChange['what'] | 'removed';
  webhook: Pick<Webhook, 'id' | 'url'>;
}): NewClientEvent {
  return { type: 'webhook.changed', at, by, data: { webhook: id, what, host: URL.parse(url)?.host ?? '' } };
}
