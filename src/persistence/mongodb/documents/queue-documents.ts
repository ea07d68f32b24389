import type { Alert } from '../../../domain/alert.ts';
import type { SessionRecord } from '../../contract/clients/sessions.ts';
import type { Delivery } from '../../contract/queues/deliveries.ts';
import type { ReviewItem } from '../../contract/queues/reviews.ts';
import type { OperatorTask } from '../../contract/queues/tasks.ts';
import type { StoredWebhook } from '../../contract/queues/webhooks.ts';

/** `taken`: set while a take of it has not ended. */
export type DeliveryDoc = Omit<Delivery, 'id'> & { _id: string; taken: boolean };
export type ReviewDoc = Omit<ReviewItem, 'id'> & { _id: string };
export type TaskDoc = Omit<OperatorTask, 'id'> & { _id: string };
export type AlertDoc = Omit<Alert, 'id'> & { _id: string };
export type WebhookDoc = Omit<StoredWebhook, 'id'> & { _id: string };
/** The last event that the webhook has taken from the log of the campaign. */
export type WebhookCursorDoc = { _id: { webhook: string; campaign: string }; seq: number };
/** `_id`: the hash of the token. */
export type SessionDoc = Omit<SessionRecord, 'tokenHash'> & { _id: string };
