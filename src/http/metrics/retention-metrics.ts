import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

const kinds = ['contacts', 'events', 'keys'] as const;

/** What this instance removed because its retention period was over, since its start. */
export function createRetentionMetrics({ registry }: { registry: Registry }): {
  swept: (removed: Readonly<Record<(typeof kinds)[number], number>>, at: number) => void;
} {
  const registers = [registry];
  const removals = new Counter({
    name: 'ringmaster_retention_removed_total',
    help: 'Contacts, events and idempotency keys that this instance removed at the end of their retention period.',
    labelNames: ['kind'],
    registers,
  });
  for (const kind of kinds) removals.inc({ kind }, 0);
  const sweptAt = new Gauge({
    name: 'ringmaster_retention_swept_seconds',
    help: 'When this instance completed its last retention sweep, as a Unix time; 0 if it has completed none.',
    registers,
  });
  return {
    swept(removed, at) {
      for (const kind of kinds) removals.inc({ kind }, removed[kind]);
      sweptAt.set(at / 1_000);
    },
  };
}
