import type { Logger } from 'pino';
import type { Random } from '../platform/random.ts';
import type { Bus } from './contract.ts';
import { createMemoryBus } from './memory/memory-bus.ts';
import { openNatsBus } from './nats/nats-bus.ts';

/** The settings that choose a bus and say how to reach it. */
export type BusConfig = {
  BUS: 'memory' | 'nats';
  NATS_URL?: readonly string[] | undefined;
  NATS_USER?: string | undefined;
  NATS_PASSWORD?: string | undefined;
  NATS_TOKEN?: string | undefined;
  NATS_CREDS?: string | undefined;
  NATS_PREFIX: string;
};

type BusInput = { config: BusConfig; instance: string; log: Logger; random: Random };

const buses: Readonly<Record<BusConfig['BUS'], (input: BusInput) => Promise<Bus>>> = {
  memory: () => Promise.resolve(createMemoryBus()),
  nats: ({ config, instance, log, random }) =>
    openNatsBus({
      access: {
        servers: config.NATS_URL ?? [],
        user: config.NATS_USER,
        password: config.NATS_PASSWORD,
        token: config.NATS_TOKEN,
        credsFile: config.NATS_CREDS,
      },
      name: instance,
      prefix: config.NATS_PREFIX,
      log,
      random,
    }),
};

/** Opens the bus that the settings choose. Rejects where it refuses this program. */
export function openBus(input: BusInput): Promise<Bus> {
  return buses[input.config.BUS](input);
}
