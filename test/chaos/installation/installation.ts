import { join } from 'node:path';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import type { NatsServer } from '../../../scripts/servers/nats-server.ts';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import type { Member } from '../../../scripts/servers/replica-set.ts';
import { startBalancer } from '../../../src/cli/cluster/balancer.ts';
import { startChild } from '../../../src/cli/demo/child.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { createNetwork } from './network.ts';
import type { Network } from './network.ts';
import type { Written } from '../network/written-attempts.ts';
import { instanceNumbers } from '../plan/fault.ts';
import { createInstance, entry } from './instance.ts';
import type { ChaosInstance } from './instance.ts';
import { removeLeftClocks } from './wall-clock.ts';

export type Bins = { mongod: string; nats: string; faketime: string | null };

/** The limits of the whole installation. */
export type InstallationLimits = { concurrent: number; perSecond: number; perCaller: number };

export type InstallationInput = {
  seed: number;
  folder: string;
  bins: Bins;
  limits: InstallationLimits;
  searchSeconds: number;
};

/** A cluster of real processes with a network between them. */
export type ChaosInstallation = {
  instances: readonly ChaosInstance[];
  members: readonly Member[];
  nats: NatsServer;
  network: Network;
  carrierUrl: string;
  /** The journal of the carrier. */
  journal: string;
  /** The address of the database, past all links. */
  uri: string;
  /** The time of the machine, by which all is judged. */
  now: () => number;
  written: Written;
  stop: () => Promise<void>;
};

const database = 'ringmaster';

/** Starts a replica set of three members, nats-server, the carrier and three instances. */
export async function startInstallation(input: InstallationInput): Promise<ChaosInstallation> {
  const { seed, folder, bins, limits, searchSeconds } = input;
  const stopping: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const next of stopping.splice(0).reverse()) await next();
  };
  try {
    const system = createSystemClock();
    const network = await createNetwork({ now: system.now });
    stopping.push(network.close);
    const set = await startReplicaSet({ bin: bins.mongod, size: 3, reachedAt: network.placeMember });
    stopping.push(set.stop);
    const nats = await startNatsServer({ bin: bins.nats, jetStream: true });
    stopping.push(nats.stop);
    const balancer = await startBalancer();
    stopping.push(balancer.close);
    balancer.setTargets(instanceNumbers.map(network.callbackUrl));
    const journal = join(folder, 'carrier.ndjson');
    const carrier = await startChild({
      cli: { entry, environment: process.env },
      stretch: null,
      args: ['simulator', ...carrierArguments({ seed, journal })],
      settings: {},
      logFile: join(folder, 'simulator.log'),
    });
    stopping.push(carrier.stop);
    await network.open({ natsUrl: nats.url, carrierUrl: carrier.url });
    const instances = instanceNumbers.map((number) =>
      createInstance({
        number,
        folder,
        faketime: bins.faketime,
        settings: {
          STORE: 'mongodb',
          BUS: 'nats',
          PUBLIC_URL: balancer.url,
          UNKNOWN_HOLD_SECONDS: String(searchSeconds),
          // The campaigns call at any hour.
          CALLING_RULES: 'off',
          ...limitSettings(limits),
          ...network.settingsOf(number, database),
        },
        onPort: (port) => network.leadTo(number, port),
      }),
    );
    stopping.push(() => Promise.resolve(removeLeftClocks()));
    stopping.push(() => Promise.all(instances.map(({ stop: stopOne }) => stopOne())));
    await Promise.all(instances.map(({ start }) => start()));
    return {
      instances,
      members: set.members,
      nats,
      network,
      carrierUrl: carrier.url,
      journal,
      uri: set.uri.replace('/?', `/${database}?`),
      now: system.now,
      written: network.written,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** More than any limit of the service, which is what is tested. */
const carrierCallsPerSecond = 1_000;

function carrierArguments({ seed, journal }: { seed: number; journal: string }): readonly string[] {
  const options = {
    port: '0',
    journal,
    seed: String(seed),
    'calls-per-second': String(carrierCallsPerSecond),
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

/** Returns the limits as settings of an instance. */
export function limitSettings({
  perSecond,
  concurrent,
  perCaller,
}: InstallationLimits): Record<string, string> {
  return {
    ACCOUNT_CALLS_PER_SECOND: String(perSecond),
    ACCOUNT_CONCURRENT: String(concurrent),
    CALLER_CONCURRENT: String(perCaller),
  };
}
