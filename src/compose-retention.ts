import type { Registry } from 'prom-client';
import { createRetentionMetrics } from './http/metrics/retention-metrics.ts';
import { createRetentionSweep } from './integrations/retention/retention-sweep.ts';
import type { RetentionSweepInput } from './integrations/retention/retention-sweep.ts';

/** The sweep that removes data whose retention period is over, with its metrics. */
export type RetentionWork = { start: () => void; stop: () => Promise<void> };

const none: RetentionWork = { start: () => undefined, stop: () => Promise.resolve() };

export function composeRetention({
  retention = false,
  metrics: registry,
  ...input
}: Omit<RetentionSweepInput, 'onSwept'> & {
  retention?: boolean | undefined;
  metrics: Registry;
}): RetentionWork {
  if (!retention) return none;
  const metrics = createRetentionMetrics({ registry });
  return createRetentionSweep({
    ...input,
    onSwept: (removed) => metrics.swept(removed, input.clocks.system.now()),
  });
}
