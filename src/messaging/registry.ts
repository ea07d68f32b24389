import type { Logger } from 'pino';
import type { Random } from '../platform/random.ts';
import type { Bus } from './contract.ts';
import { createMemoryBus } from './memory/memory-bus.ts';
import type { NatsChecks } from './nats/examine.ts';

type NatsConfig = {
  BUS: 'nats';
  NATS_URL: readonly string[];
  NATS_USER?: string | undefined;
  NATS_PASSWORD?: string | undefined;
  NATS_TOKEN?: string | undefined;
  NATS_CREDS?: string | undefined;
  NATS_PREFIX: string;
  NATS_REPLICAS: number;
  NATS_EVENTS_DAYS: number;
};

/** The settings that choose a bus, with the address and the credentials of its servers. */
export type BusConfig = { BUS: 'memory' } | NatsConfig;

type BusInput = { config: BusConfig; instance: string; log: Logger; random: Random };

/** Opens the bus that the settings choose. Rejects if its servers refuse this program. */
export async function openBus({ config, ...input }: BusInput): Promise<Bus> {
  switch (config.BUS) {
    case 'memory':
      return createMemoryBus();
    case 'nats':
      return openNats({ config, ...input });
  }
}

/** Checks the bus that the settings choose, and changes nothing. Resolves with null for a bus without servers. */
export async function checkBus(config: BusConfig): Promise<NatsChecks | null> {
  if (config.BUS === 'memory') return null;
  const { checkNats } = await import('./nats/examine.ts');
  return checkNats(natsInput(config));
}

/** The client of NATS is loaded only if it is used. */
async function openNats({ config, instance, log, random }: BusInput & { config: NatsConfig }): Promise<Bus> {
  const { openNatsBus } = await import('./nats/nats-bus.ts');
  return openNatsBus({
    ...natsInput(config),
    name: instance,
    log,
    random,
  });
}

function natsInput(config: NatsConfig) {
  return {
    access: {
      servers: config.NATS_URL,
      user: config.NATS_USER,
      password: config.NATS_PASSWORD,
      token: config.NATS_TOKEN,
      credsFile: config.NATS_CREDS,
    },
    prefix: config.NATS_PREFIX,
    streams: { replicas: config.NATS_REPLICAS, eventsDays: config.NATS_EVENTS_DAYS },
  };
}
