import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Settlement } from '../../persistence/contract/queues/deliveries.ts';

const results = ['delivered', 'failed', 'dead'] as const;
const resultOf = { received: 'delivered', failed: 'failed', 'given-up': 'dead', returned: null } as const;

/** What this instance delivered to webhooks since its start. */
export function createWebhookMetrics({ registry }: { registry: Registry }): {
  onSettled: (settled: readonly Pick<Settlement, 'outcome'>[]) => void;
  onExpired: (deliveries: number) => void;
} {
  const deliveries = new Counter({
    name: 'ringmaster_webhook_deliveries_total',
    help: 'Tries of this instance to deliver to webhooks, by result: delivered, failed and to be tried again, or given up as a dead letter.',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of results) deliveries.inc({ result }, 0);
  return {
    onSettled(settled) {
      for (const { outcome } of settled) {
        const result = resultOf[outcome];
        if (result !== null) deliveries.inc({ result });
      }
    },
    onExpired: (count) => deliveries.inc({ result: 'dead' }, count),
  };
}
