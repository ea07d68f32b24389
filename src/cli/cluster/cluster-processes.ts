import { join } from 'node:path';
import { createClient } from '../api/client.ts';
import type { Client } from '../api/client.ts';
import type { Cli } from '../cli.ts';
import { startChild } from '../demo/child.ts';
import type { Child } from '../demo/child.ts';
import type { SharedClock } from '../demo/shared-clock.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import { simulatorAccount } from '../service/simulator-account.ts';
import { startBalancer } from './balancer.ts';

/** An instance of the cluster: `instance 2`, and its process; null after a kill. */
export type ClusterInstance = { name: string; child: Child | null };

/** The carrier, the load balancer and the instances. */
export type ClusterProcesses = {
  /** Sends each request to any instance. */
  client: Client;
  instances: () => readonly ClusterInstance[];
  /** Kills an instance with SIGKILL. */
  kill: (name: string) => Promise<void>;
  /** Starts an instance again after a kill, as a new process with a new id. */
  startAgain: (name: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** The settings that all instances have in common, such as MONGODB_URI. */
export type ClusterSettings = Readonly<Record<string, string>>;

type Starting = { cli: Cli; folder: string; clock: SharedClock };
type Running = { name: string; child: Child | null; leave: () => void };

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
  const running: Running[] = [];
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
    const useTargets = (): void =>
      balancer.setTargets(running.flatMap(({ child }) => (child ? [child.url] : [])));
    stopping.push(async () => {
      await Promise.all(running.map(async ({ child }) => child?.stop()));
    });
    const names = Array.from({ length: count }, (_, index) => `instance ${index + 1}`);
    const begin = (name: string): Promise<Running> => startInstance({ ...starting, name, common });
    running.push(...(await Promise.all(names.map(begin))));
    useTargets();
    return {
      client: clientOf(balancer.url, folder),
      instances: () => running,
      async kill(name) {
        const one = running.find((other) => other.name === name);
        const child = one?.child;
        if (!one || !child) return;
        one.leave();
        one.child = null;
        await child.kill();
        useTargets();
      },
      async startAgain(name) {
        const one = running.find((other) => other.name === name);
        if (!one) return;
        Object.assign(one, await begin(name));
        useTargets();
      },
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

/** Starts an instance with a data folder of its own. */
async function startInstance({
  cli,
  folder,
  clock,
  name,
  common,
}: Starting & { name: string; common: ClusterSettings }): Promise<Running> {
  const own = join(folder, name.replace(' ', '-'));
  makeDataFolder(own);
  const child = await startChild({
    cli,
    stretch: clock.clock.stretch(),
    args: ['serve'],
    settings: {
      ...common,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: own,
      CARRIER: 'simulator',
      PLIVO_AUTH_ID: simulatorAccount.authId,
      PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
      LOG_LEVEL: 'info',
    },
    logFile: join(own, 'service.log'),
  });
  return { name, child, leave: clock.addFollower(child) };
}

function clientOf(url: string, folder: string): Client {
  return createClient({
    url,
    key: null,
    fetch: (request) => fetch(request),
    unreachableHint: `See the logs in ${folder}`,
  });
}
