import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Registers the version of this process and the load of its event loop. `schema` is the schema version of the store. */
export function registerProcessMetrics({
  registry,
  version,
  schema,
}: {
  registry: Registry;
  version: string;
  schema: number;
}): void {
  const build = new Gauge({
    name: 'ringmaster_build_info',
    help: 'Always 1. The labels are the versions of Ringmaster, of Node and of the schema of the store.',
    labelNames: ['version', 'node', 'schema'],
    registers: [registry],
  });
  build.set({ version, node: process.versions.node, schema: String(schema) }, 1);
  const load = new Gauge({
    name: 'nodejs_eventloop_utilization',
    help: 'Share of the time that the event loop was busy since the start, from 0 to 1.',
    registers: [registry],
    collect() {
      load.set(performance.eventLoopUtilization().utilization);
    },
  });
}

/**
 * Returns a registry with the default metrics of prom-client: CPU, memory, garbage collection, event loop, open files. They
 * observe the whole process for its lifetime, so a process creates one.
 */
export function createProcessRegistry(): Registry {
  const register = new Registry();
  collectDefaultMetrics({ register, eventLoopMonitoringPrecision: 20 });
  return register;
}
