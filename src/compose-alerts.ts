import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Observer, Runtime } from './actors/index.ts';
import type { Channels } from './domain/campaign/channel-facts.ts';
import { createAlertWatch } from './integrations/alerts/alert-watch.ts';
import { createProcessMeasure } from './integrations/alerts/measure-process.ts';
import { createRetentionMetrics } from './http/metrics/retention-metrics.ts';
import { createRetentionSweep } from './integrations/retention/retention-sweep.ts';
import type { RetentionSweepInput } from './integrations/retention/retention-sweep.ts';
import type { Store } from './persistence/contract/store.ts';
import type { Clocks } from './platform/clock.ts';
import type { InstanceAlertFacts } from './rules/alerts/instance-findings.ts';
import type { AlertThresholds } from './rules/alerts/thresholds.ts';

/** How an instance looks for alerts. Without these parts it looks for none. */
export type AlertParts = {
  thresholds: AlertThresholds;
  /** The folder whose free space is watched. */
  dataDir: string;
  /** Measures the process; by default this one. */
  measure?: () => Promise<InstanceAlertFacts>;
};

type AlertsInput = {
  instance: string;
  store: Store;
  runtime: Runtime;
  channels: Channels;
  clocks: Clocks;
  onTold: () => void;
  log: Logger;
};

/** The alerts of an instance. `observe` adds the count of takeovers to an observer. */
export type Alerts = {
  observe: (observer: Observer) => Observer;
  start: (input: AlertsInput) => void;
  stop: () => Promise<void>;
};

/** Creates what looks for alerts, once the engine is there. */
export function composeAlerts(given: AlertParts | undefined, { system }: Pick<Clocks, 'system'>): Alerts {
  if (!given)
    return { observe: (observer) => observer, start: () => undefined, stop: () => Promise.resolve() };
  const { thresholds, dataDir } = given;
  const measured = createProcessMeasure({ system, windowMs: thresholds.windowMs, dataDir });
  const stops: (() => Promise<void>)[] = [];
  return {
    observe: (observer) => ({
      ...observer,
      taken(why) {
        measured.taken(why);
        observer.taken(why);
      },
    }),
    start(input) {
      const watch = createAlertWatch({ ...input, thresholds, measure: given.measure ?? measured.measure });
      watch.start();
      stops.push(watch.stop);
    },
    async stop() {
      for (const stop of stops) await stop();
      measured.close();
    },
  };
}

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
