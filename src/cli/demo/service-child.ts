import { join } from 'node:path';
import { createClient } from '../api/client.ts';
import type { Client } from '../api/client.ts';
import type { Cli } from '../cli.ts';
import { simulatorAccount } from '../service/simulator-account.ts';
import { startChild } from './child.ts';
import type { Child } from './child.ts';
import type { DemoMemory } from './demo-state.ts';
import type { SharedClock } from './shared-clock.ts';

/** The carrier and service processes of the demo. */
export type DemoProcesses = {
  client: Client;
  /** The address of the service. */
  url: string;
  /** Kills the service with SIGKILL. The returned `start` starts it again. */
  killService: () => Promise<{ start: () => Promise<void> }>;
  stop: () => Promise<void>;
};

const loopback = '127.0.0.1';

/** Starts the simulator and the service as child processes. Rejects with `demo.child-ended`. */
export async function startProcesses({
  cli,
  folder,
  clock,
  memory,
  seed,
}: {
  cli: Cli;
  folder: string;
  clock: SharedClock;
  memory: DemoMemory;
  seed: number;
}): Promise<DemoProcesses> {
  const follow = async (input: Pick<Parameters<typeof startChild>[0], 'args' | 'settings' | 'logFile'>) => {
    const child = await startChild({ cli, stretch: clock.clock.stretch(), ...input });
    const leave = clock.addFollower(child);
    return { child, leave };
  };
  const carrier = await follow({
    args: ['simulator', '--port', '0', '--journal', join(folder, 'carrier.ndjson'), '--seed', String(seed)],
    settings: {},
    logFile: join(folder, 'simulator.log'),
  });

  const startService = async (port: number): Promise<{ child: Child; leave: () => void }> => {
    const service = await follow({
      args: ['serve'],
      settings: serviceSettings({ folder, port, carrierUrl: carrier.child.url }),
      logFile: join(folder, 'service.log'),
    });
    memory.note({ port: Number(new URL(service.child.url).port) });
    return service;
  };
  const { port } = memory.state();
  let service = await (
    port === null ? startService(0) : startService(port).catch(() => startService(0))
  ).catch(async (error: unknown) => {
    await carrier.child.stop();
    throw error;
  });
  const { url } = service.child;
  const client = createClient({
    url,
    key: null,
    fetch: (request) => fetch(request),
    unreachableHint: `See the logs in ${folder}`,
  });

  return {
    client,
    url,
    async killService() {
      service.leave();
      await service.child.kill();
      return {
        async start() {
          service = await startService(Number(new URL(url).port));
        },
      };
    },
    async stop() {
      await service.child.stop();
      await carrier.child.stop();
    },
  };
}

function serviceSettings({
  folder,
  port,
  carrierUrl,
}: {
  folder: string;
  port: number;
  carrierUrl: string;
}): Record<string, string> {
  return {
    HOST: loopback,
    PORT: String(port),
    DATA_DIR: folder,
    STORE: 'sqlite',
    BUS: 'memory',
    CARRIER: 'simulator',
    CARRIER_URL: carrierUrl,
    PLIVO_AUTH_ID: simulatorAccount.authId,
    PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
    LOG_LEVEL: 'warn',
  };
}
