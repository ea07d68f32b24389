import { failSpan } from '../../platform/tracing/tracing.ts';
import type { Tracing } from '../../platform/tracing/tracing.ts';
import type { PostWebhook } from './post-webhook.ts';

/** Adds a span, a trace of its own, to each request. Without tracing the function is returned as it is. */
export function tracedPost(post: PostWebhook, tracing: Tracing | null): PostWebhook {
  if (!tracing) return post;
  return (input) =>
    tracing.inSpan({ name: 'alert webhook', kind: 'client', origin: { causes: [] } }, async (span) => {
      const status = await post(input);
      span.setAttribute('http.response.status_code', status);
      if (status >= 400) failSpan(span, String(status));
      return status;
    });
}
