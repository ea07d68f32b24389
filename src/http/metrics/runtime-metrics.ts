import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { FiguresReader } from '../../actors/index.ts';
import { reasonCodes } from '../../domain/reason-code.ts';
import type { Bus } from '../../messaging/contract.ts';

/**
 * Registers the metrics of what this instance runs now, and of its messages on the bus. The sum over the instances is the
 * value of the installation.
 */
export function registerRuntimeMetrics({
  registry,
  runtime,
  bus,
}: {
  registry: Registry;
  runtime: FiguresReader;
  bus: Pick<Bus, 'counts'>;
}): { refresh: () => Promise<void> } {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames: [...labelNames], registers: [registry] });
  const owned = gauge('ringmaster_owned_campaigns', 'Campaigns that this instance runs.');
  const lease = gauge(
    'ringmaster_lease_valid',
    'Whether this instance may send: 1 while its heartbeats reach the store, otherwise 0.',
  );
  const clock = gauge(
    'ringmaster_clock_known',
    'Whether this instance knows the time of the store: 1, or 0 while it starts nothing for that reason.',
  );
  const unknown = gauge(
    'ringmaster_attempts_unknown',
    'Attempts of campaigns of this instance that were sent, and whose fate is searched for.',
  );
  const queued = gauge('ringmaster_queued_events', 'Events at this instance that wait for a turn.');
  const slots = gauge(
    'ringmaster_slots_in_use',
    'Slots of limits that open attempts of campaigns of this instance hold, by kind of limit.',
    ['scope'],
  );
  const waiting = gauge(
    'ringmaster_campaigns_waiting',
    'Running campaigns of this instance that start nothing, by reason.',
    ['reason'],
  );
  const lag = gauge(
    'ringmaster_due_lag_seconds',
    'For how long the contact of this instance that is due for the longest time has been due in an open window, in seconds.',
  );
  registerBusMetrics({ registry, bus });
  /** The kinds of limits that were used since the start. */
  const scopes = new Set<string>();
  return {
    async refresh() {
      const figures = runtime.figures();
      owned.set(figures.campaigns);
      lease.set(figures.holdsLease ? 1 : 0);
      clock.set(figures.knowsTime ? 1 : 0);
      unknown.set(figures.attempts.unknown);
      queued.set(figures.queued);
      for (const scope of figures.slots.keys()) scopes.add(scope);
      for (const scope of scopes) slots.set({ scope }, figures.slots.get(scope) ?? 0);
      for (const reason of reasonCodes) waiting.set({ reason }, figures.waiting.get(reason) ?? 0);
      lag.set((await runtime.readLag()) / 1000);
    },
  };
}

function registerBusMetrics({ registry, bus }: { registry: Registry; bus: Pick<Bus, 'counts'> }): void {
  const messages = new Counter({
    name: 'ringmaster_bus_messages_total',
    help: 'Messages on the bus since this instance started, by subject and what happened to them: published, received or dropped.',
    labelNames: ['subject', 'result'],
    registers: [registry],
    collect() {
      messages.reset();
      for (const { subject, ...counts } of bus.counts())
        for (const [result, count] of Object.entries(counts)) messages.inc({ subject, result }, count);
    },
  });
}
