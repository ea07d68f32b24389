import { plainText, table } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import type { DeliveryInFullView, DeliveryView, TestView, WebhookView } from './webhook-views.ts';

/** `well`, or what keeps deliveries back. */
export function stateOf({ enabled, disabledWhy, failingSince }: WebhookView): string {
  if (!enabled) return disabledWhy === null ? 'disabled' : `disabled: ${disabledWhy}`;
  return failingSince === null ? 'well' : `failing since ${shortTime(failingSince)}`;
}

export function webhookTable(webhooks: readonly WebhookView[]): string[] {
  const rows = webhooks.map((webhook) => [
    webhook.id,
    webhook.client,
    stateOf(webhook),
    String(webhook.waiting),
    String(webhook.dead),
    shortTime(webhook.lastDeliveredAt),
    plainText(webhook.url),
  ]);
  return table([['ID', 'CLIENT', 'STATE', 'WAITING', 'DEAD', 'DELIVERED', 'URL'], ...rows]);
}

export function webhookLines(webhook: WebhookView): string[] {
  const { types, include, description, formerSecretUntil, pausedUntil, lastError } = webhook;
  const facts: readonly (readonly [string, string])[] = [
    ['client', webhook.client],
    ['url', webhook.url],
    ['events', types.join(', ')],
    ['includes', include.join(', ') || 'no personal data'],
    ['description', description || '-'],
    ['state', stateOf(webhook)],
    ['waiting', String(webhook.waiting)],
    ['dead letters', String(webhook.dead)],
    ['delivered', shortTime(webhook.lastDeliveredAt)],
    ...(pausedUntil === null ? [] : [['paused until', shortTime(pausedUntil)] as const]),
    ...(lastError === null ? [] : [['last error', lastError] as const]),
    ...(formerSecretUntil === null ? [] : [['former secret until', shortTime(formerSecretUntil)] as const]),
  ];
  return [webhook.id, ...table(facts.map(([name, value]) => [`  ${name}`, plainText(value)]))];
}

export function deliveryTable(deliveries: readonly DeliveryView[]): string[] {
  const rows = deliveries.map(({ id, type, createdAt, tries, lastError }) => [
    id,
    type,
    shortTime(createdAt),
    String(tries),
    plainText(lastError ?? '-'),
  ]);
  return table([['ID', 'TYPE', 'ADDED (UTC)', 'TRIES', 'LAST ERROR'], ...rows]);
}

export function deliveryLines({ id, type, tries, lastError, body, answer }: DeliveryInFullView): string[] {
  const answered = answer
    ? [`Answer: ${answer.status === null ? 'none' : `HTTP ${answer.status}`}, ${answer.ms} ms`, answer.body]
    : [];
  return [`${id}  ${type}`, `Tries: ${tries}. ${lastError ?? ''}`, 'Request:', body, ...answered]
    .map(plainText)
    .filter((line) => line !== '');
}

export function testLines({ request, status, answer, ms, error }: TestView): string[] {
  const outcome = error === null ? 'Received' : `Not received: ${error}`;
  const head = status === null ? `${outcome}.` : `${outcome}: HTTP ${status} after ${ms} ms.`;
  const shown = error === null ? head : status === null ? head : `${outcome}, after ${ms} ms.`;
  return ['Request:', request, shown, ...(answer === '' ? [] : ['Answer:', answer])].map(plainText);
}
