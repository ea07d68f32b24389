import type { CallApi } from '../contract.ts';
import { readJson } from './read-json.ts';
import { withQuery } from './reads.ts';

export type WebhookView = {
  id: string;
  client: string;
  url: string;
  description: string;
  types: readonly string[];
  include: readonly string[];
  enabled: boolean;
  disabledWhy: string | null;
  formerSecretUntil: string | null;
  failingSince: string | null;
  failures: number;
  pausedUntil: string | null;
  lastDeliveredAt: string | null;
  lastFailedAt: string | null;
  lastError: string | null;
  waiting: number;
  dead: number;
  oldestAt: string | null;
};

export type DeliveryView = {
  id: string;
  type: string;
  createdAt: string;
  dueAt: string;
  tries: number;
  lastError: string | null;
};

export type DeliveryInFullView = DeliveryView & {
  body: string;
  answer: { status: number | null; body: string; at: string; ms: number } | null;
};

type ListOf<Item> = { items: readonly Item[]; next: string | null };

export const webhookPath = (id: string, rest = ''): string => `/v1/webhooks/${encodeURIComponent(id)}${rest}`;

export const readWebhooks = (api: CallApi): Promise<ListOf<WebhookView>> =>
  readJson(api, { path: '/v1/webhooks' });

export const readWebhook = (api: CallApi, id: string): Promise<WebhookView> =>
  readJson(api, { path: webhookPath(id) });

export const readDeliveries = (
  api: CallApi,
  id: string,
  query: Readonly<Record<string, string | undefined>>,
): Promise<ListOf<DeliveryView>> => readJson(api, { path: withQuery(webhookPath(id, '/deliveries'), query) });

export const readDelivery = (api: CallApi, id: string, delivery: string): Promise<DeliveryInFullView> =>
  readJson(api, { path: webhookPath(id, `/deliveries/${encodeURIComponent(delivery)}`) });
