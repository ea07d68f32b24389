import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** Registers the metrics of this process and its version. `schema` is the schema version of the store. */
export function registerProcessMetrics({
  registry,
  version,
  schema,
}: {
  registry: Registry;
  version: string;
  schema: number;
}): void {
  const registers: Registry[] = [];
  const build = new Gauge({
    name: 'ringmaster_build_info',
    help: 'Always 1. The labels are the versions of Ringmaster, of Node and of the schema of the store.',
    labelNames: ['version', 'node', 'schema'],
    registers,
  });
  build.set({ version, node: process.versions.node, schema: String(schema) }, 1);
  let counted = 0;
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU time used by this process, in seconds.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      const seconds = (user + system) / 1e6;
      this.inc(Math.max(0, seconds - counted));
      counted = seconds;
    },
  });
  const memory = new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of this process, in bytes.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  const eventLoop = new Gauge({
    name: 'nodejs_eventloop_utilization',
    help: 'Share of the time that the event loop was busy since the start, from 0 to 1.',
    registers,
    collect() {
      this.set(performance.eventLoopUtilization().utilization);
    },
  });
  for (const metric of [build, cpu, memory, eventLoop]) registry.registerMetric(metric);
}
