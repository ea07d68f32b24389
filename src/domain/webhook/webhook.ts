/** What an event may have besides its own facts: all addresses of the contact, or its name, external id and variables. */
export const webhookIncludes = ['addresses', 'variables'] as const;
export type WebhookInclude = (typeof webhookIncludes)[number];

/** Where events and alerts of a client are sent. Times are store time in milliseconds. */
export type Webhook = {
  /** `whk_` + ULID. */
  id: string;
  /** `*` for the events of every client, and the alerts about instances. */
  client: string;
  url: string;
  description: string;
  /** `whsec_` and the key in base64, as in the specification of Standard Webhooks. */
  secret: string;
  /** The secret before the last rotation. Deliveries are signed with it too until `formerUntil`. */
  formerSecret: string | null;
  formerUntil: number | null;
  /** Names of types of events, `attempt.*` for a family of them, or `*` for all. */
  types: readonly string[];
  include: readonly WebhookInclude[];
  enabled: boolean;
  /** Why it is not enabled, if it was not an operator who disabled it. */
  disabledWhy: string | null;
  /** Business time. Earlier events are not sent. */
  since: number;
  createdAt: number;
  updatedAt: number;
  /** Raised by each change of it, from 1. */
  rev: number;
};

/** How the endpoint of a webhook has answered lately. Times are store time in milliseconds. */
export type WebhookHealth = {
  /** When the first of the failures in a row was; null if the last request succeeded, or if there was none. */
  failingSince: number | null;
  /** The failures in a row. */
  failures: number;
  /** Until when nothing is sent, because of failures or because the endpoint asked for it. */
  pausedUntil: number | null;
  lastDeliveredAt: number | null;
  lastFailedAt: number | null;
  /** Of the last failure. */
  lastError: string | null;
};

export const newWebhookHealth: WebhookHealth = {
  failingSince: null,
  failures: 0,
  pausedUntil: null,
  lastDeliveredAt: null,
  lastFailedAt: null,
  lastError: null,
};
