import { failSpan } from '../../../platform/tracing/tracing.ts';
import type { Tracing } from '../../../platform/tracing/tracing.ts';
import type { SendWebhook } from './send-webhook.ts';

/** Adds a span, a trace of its own, to each request. Without tracing the function is returned as it is. */
export function tracedSend(send: SendWebhook, tracing: Tracing | null): SendWebhook {
  if (!tracing) return send;
  return (input) =>
    tracing.inSpan({ name: 'webhook', kind: 'client', origin: { causes: [] } }, async (span) => {
      const answer = await send(input);
      span.setAttribute('http.response.status_code', answer.status);
      if (answer.status >= 400) failSpan(span, String(answer.status));
      return answer;
    });
}
