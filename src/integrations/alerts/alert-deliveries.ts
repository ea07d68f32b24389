import { everyClient } from '../../domain/contact/party.ts';
import { receives } from '../../domain/webhook/webhook-types.ts';
import type { NewDelivery } from '../../persistence/contract/queues/deliveries.ts';
import type { StoredWebhook } from '../../persistence/contract/queues/webhooks.ts';
import { instantText } from '../../queries/instants.ts';
import { alertAdvice } from '../../rules/alerts/advice.ts';
import type { AlertStep } from '../../rules/alerts/follow.ts';
import { triedForMs } from '../outgoing-webhooks/feeding/event-body.ts';
import type { WebhookBody } from '../outgoing-webhooks/feeding/event-body.ts';

/** Returns the deliveries of a step: to the webhooks of the client, and to those for every client. */
export function deliveriesOf({
  step: { kind, alert },
  name,
  now,
  webhooks,
}: {
  step: AlertStep;
  /** Of the campaign, if it is known. */
  name: string | null;
  now: number;
  webhooks: readonly StoredWebhook[];
}): NewDelivery[] {
  const { id: alertId, code, client, campaign, instance, since, detail } = alert;
  const { advice, command } = alertAdvice[code];
  const type = `alert.${kind}`;
  return (
    webhooks
      .filter((webhook) => webhook.client === client || webhook.client === everyClient)
      .filter((webhook) => webhook.enabled && receives(webhook, type))
      // A webhook that fails is not told that it fails.
      .filter(({ failingSince }) => code !== 'webhook-failing' || failingSince === null)
      .map(({ id: target }) => {
        const id = ['alert', alertId.replaceAll(/[ .]/g, '-'), kind, now.toString(36), target].join('-');
        const about = { code, client, campaign, name, instance, since: instantText(since) };
        const advised = { advice, command: command.replace('NAME', name ?? campaign ?? '') };
        const body: WebhookBody = {
          id,
          type,
          timestamp: instantText(now),
          data: { ...about, detail, ...advised },
        };
        return {
          id,
          client,
          target,
          type,
          campaign,
          position: null,
          body: JSON.stringify(body),
          createdAt: now,
          dueAt: now,
          until: now + triedForMs,
        };
      })
  );
}
