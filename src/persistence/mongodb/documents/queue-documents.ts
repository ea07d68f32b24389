import type { Alert } from '../../../domain/alert.ts';
import type { AlertWebhook } from '../../contract/alerts.ts';
import type { Delivery } from '../../contract/queues/deliveries.ts';
import type { ReviewItem } from '../../contract/queues/reviews.ts';
import type { OperatorTask } from '../../contract/queues/tasks.ts';

/** `taken`: set while a take of it has not ended. */
export type DeliveryDoc = Omit<Delivery, 'id'> & { _id: string; taken: boolean };
export type ReviewDoc = Omit<ReviewItem, 'id'> & { _id: string };
export type TaskDoc = Omit<OperatorTask, 'id'> & { _id: string };
export type AlertDoc = Omit<Alert, 'id'> & { _id: string };
/** `_id`: the client. */
export type AlertWebhookDoc = Omit<AlertWebhook, 'client'> & { _id: string };
