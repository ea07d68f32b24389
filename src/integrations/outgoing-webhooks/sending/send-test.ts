import { testType } from '../../../domain/webhook/webhook-types.ts';
import type { Webhook } from '../../../domain/webhook/webhook.ts';
import { instantText } from '../../../queries/instants.ts';
import type { SystemClock, Clock } from '../../../platform/clock.ts';
import type { WebhookBody } from '../feeding/event-body.ts';
import { verdictOf } from '../delivering/retry.ts';
import type { SendWebhook } from './send-webhook.ts';
import { secretsAt, signedHeaders } from './signature.ts';

/** Creates the function that sends a test event once, and resolves with the answer. Nothing of it is stored. */
export function createSendTest({
  send,
  clocks: { system, store },
}: {
  send: SendWebhook;
  clocks: { system: SystemClock; store: Clock };
}) {
  return async (webhook: Webhook) => {
    const at = Math.floor(store.now());
    const id = `test-${at.toString(36)}-${webhook.id}`;
    const data = { client: webhook.client, text: 'This is a test.' };
    const body: WebhookBody = { id, type: testType, timestamp: instantText(at), data };
    const request = JSON.stringify(body);
    const headers = signedHeaders({ id, body: request, secrets: secretsAt(webhook, at), at });
    const began = system.monotonic();
    const took = (): number => Math.round(system.monotonic() - began);
    try {
      const { status, body: answer, retryAfter } = await send({ url: webhook.url, body: request, headers });
      const verdict = verdictOf({ status, retryAfter }, at);
      return {
        id,
        request,
        status,
        answer,
        ms: took(),
        error: verdict.kind === 'received' ? null : verdict.error,
      };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { id, request, status: null, answer: '', ms: took(), error: message };
    }
  };
}
