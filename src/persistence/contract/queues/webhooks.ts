import type { Change } from '../../../domain/client-event.ts';
import type { Webhook, WebhookHealth } from '../../../domain/webhook/webhook.ts';
import type { NewDelivery } from './deliveries.ts';

export type StoredWebhook = Webhook & WebhookHealth;

/** What was done to a webhook, for the log of its client. */
export type WebhookChange = Change & { what: 'created' | 'changed' | 'rotated' | 'disabled' };

/** A campaign whose log has events that a webhook has not taken. */
export type UnfedLog = { campaign: string; client: string };

/**
 * The webhooks of clients, and how far each has taken the log of each campaign. Taking events adds their deliveries and
 * moves the cursor in one commit, so each event becomes one delivery of a webhook, whatever instance takes it.
 */
export type WebhookStore = {
  /**
   * Adds a webhook with `rev` 1 if `before` is null, or replaces the one with the rev `before`, and appends
   * `webhook.changed` to the log of the client in the same commit. What is known of its endpoint stays. Returns false and
   * changes nothing if the stored one is another.
   */
  putWebhook: (input: { webhook: Webhook; before: number | null; change: WebhookChange }) => Promise<boolean>;
  /** Removes a webhook and its cursors, with the same line in the log. Returns false if there is none. */
  removeWebhook: (input: Change & { id: string }) => Promise<boolean>;
  /** Returns the webhooks, by id. */
  listWebhooks: () => Promise<readonly StoredWebhook[]>;
  /** Notes what is known of the endpoint of a webhook. Fields that are not given stay. */
  noteWebhookHealth: (input: { id: string; health: Partial<WebhookHealth> }) => Promise<void>;
  /** Returns the last event that a webhook has taken from the log of a campaign; null if it has taken none. */
  readWebhookCursor: (input: { webhook: string; campaign: string }) => Promise<number | null>;
  /**
   * Adds deliveries, and moves the cursor of a webhook from `from` to `to`, in one commit. Returns false and changes
   * nothing if the cursor is elsewhere.
   */
  feedWebhook: (input: {
    webhook: string;
    campaign: string;
    from: number | null;
    to: number;
    deliveries: readonly NewDelivery[];
  }) => Promise<boolean>;
  /**
   * Returns a page of the campaigns of a client, or (null) of all, by id, that were changed at `since` (business time) or
   * later and have events after the cursor of the webhook. `after`: the last campaign of the page before.
   */
  listUnfed: (input: {
    webhook: string;
    client: string | null;
    since: number;
    after: string | null;
    limit: number;
  }) => Promise<{ items: readonly UnfedLog[]; next: string | null }>;
};
