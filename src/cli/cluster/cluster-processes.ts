import { join } from 'node:path';
import { createClient } from '../api/client.ts';
import type { Client } from '../api/client.ts';
import { startChild } from '../demo/child.ts';
import { startBalancer } from './balancer.ts';
import { createInstances } from './instances.ts';
import type { ClusterInstance, ClusterSettings, Starting } from './instances.ts';

/** The carrier, the load balancer and the instances. */
export type ClusterProcesses = {
  /** The address of the load balancer: that of the dashboard, which outlives every instance. */
  url: string;
  /** Sends each request to any instance. */
  client: Client;
  instances: () => readonly ClusterInstance[];
  /** Kills an instance with SIGKILL. */
  kill: (name: string) => Promise<void>;
  /** Starts an instance again after a kill, as a new process with a new id. */
  startAgain: (name: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts the carrier, a load balancer and `count` instances. Rejects with `demo.child-ended`. */
export async function startCluster({
  count,
  settings,
  callsPerSecond,
  seed,
  ...starting
}: Starting & {
  count: number;
  settings: ClusterSettings;
  callsPerSecond: number;
  seed: number;
}): Promise<ClusterProcesses> {
  const { cli, folder, clock } = starting;
  const stopping: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopNext of stopping.splice(0).reverse()) await stopNext();
  };
  try {
    const balancer = await startBalancer();
    stopping.push(balancer.close);
    const carrier = await startChild({
      cli,
      stretch: clock.clock.stretch(),
      args: carrierArguments({ folder, seed, callsPerSecond }),
      settings: {},
      logFile: join(folder, 'simulator.log'),
    });
    clock.addFollower(carrier);
    stopping.push(carrier.stop);
    const common = { ...settings, PUBLIC_URL: balancer.url, CARRIER_URL: carrier.url };
    const instances = createInstances({ ...starting, common, useTargets: balancer.setTargets });
    stopping.push(instances.stop);
    await instances.start(Array.from({ length: count }, (_, index) => `instance ${index + 1}`));
    return {
      url: balancer.url,
      client: clientOf(balancer.url, folder),
      instances: instances.list,
      kill: instances.kill,
      startAgain: instances.startAgain,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function carrierArguments({
  folder,
  seed,
  callsPerSecond,
}: {
  folder: string;
  seed: number;
  callsPerSecond: number;
}): readonly string[] {
  const options = {
    port: '0',
    journal: join(folder, 'carrier.ndjson'),
    seed: String(seed),
    'calls-per-second': String(callsPerSecond),
  };
  return ['simulator', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])];
}

function clientOf(url: string, folder: string): Client {
  return createClient({
    url,
    key: null,
    fetch: (request) => fetch(request),
    unreachableHint: `See the logs in ${folder}`,
  });
}
