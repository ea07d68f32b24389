import type { WebhookHealth } from '../../domain/webhook/webhook.ts';
import { minutes } from './campaign-findings.ts';
import type { Finding } from './campaign-findings.ts';

type Facts = Pick<WebhookHealth, 'failingSince'> & { id: string };

/** Returns what is wrong with the webhooks of a client: those whose endpoints have failed for `webhookMs`; 0 means none. */
export function webhooksFailing({
  webhooks,
  webhookMs,
  now,
}: {
  webhooks: readonly Facts[];
  webhookMs: number;
  now: number;
}): Finding[] {
  if (webhookMs === 0) return [];
  const failing = webhooks.filter(
    ({ failingSince }) => failingSince !== null && now - failingSince >= webhookMs,
  );
  if (failing.length === 0) return [];
  const ids = failing.map(({ id }) => id).join(', ');
  return [
    { code: 'webhook-failing', detail: `No delivery has arrived for ${minutes(webhookMs)} or more: ${ids}.` },
  ];
}
