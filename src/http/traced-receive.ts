import type { WebhookPorts } from '../channels/contract.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';

/**
 * Adds a span to the evidence of each callback whose signature is valid. Its attempt is that of the span `send`. Without
 * tracing the function is returned as it is.
 */
export function tracedReceive(
  receive: WebhookPorts['receive'],
  tracing: Tracing | null,
): WebhookPorts['receive'] {
  if (!tracing) return receive;
  return (input) =>
    tracing.inSpan(
      {
        name: 'webhook',
        attributes: {
          'ringmaster.campaign': input.campaign,
          'ringmaster.attempt': input.attempt,
          'ringmaster.evidence': input.evidence.length,
        },
      },
      async (span) => {
        const verdict = await receive(input);
        span.setAttribute('ringmaster.outcome', verdict);
        return verdict;
      },
    );
}
