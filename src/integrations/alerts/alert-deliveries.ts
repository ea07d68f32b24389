import { everyClient } from '../../domain/contact/party.ts';
import type { AlertWebhook } from '../../persistence/contract/alerts.ts';
import type { NewDelivery } from '../../persistence/contract/queues/deliveries.ts';
import { alertAdvice } from '../../rules/alerts/advice.ts';
import type { AlertStep } from '../../rules/alerts/follow.ts';

/** Returns the deliveries of a step: to the webhook of the client, and to the one for every client. */
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
  webhooks: readonly AlertWebhook[];
}): NewDelivery[] {
  const { id: alertId, code, client, campaign, instance, since, detail } = alert;
  const { advice, command } = alertAdvice[code];
  return webhooks
    .filter((webhook) => webhook.client === client || webhook.client === everyClient)
    .map((webhook) => {
      const id = `${alertId} ${kind} ${now} ${webhook.client}`;
      const about = { code, client, campaign, name, instance, since: new Date(since).toISOString() };
      const body = {
        id,
        type: `alert.${kind}`,
        at: new Date(now).toISOString(),
        alert: { ...about, detail, advice, command: command.replace('NAME', name ?? campaign ?? '') },
      };
      return {
        id,
        client,
        target: webhook.client,
        body: JSON.stringify(body),
        createdAt: now,
        dueAt: now,
      };
    });
}
