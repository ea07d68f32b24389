import type { Logger } from 'pino';
import type { Bus, ResultIntake } from './messaging/contract.ts';
import { openBus } from './messaging/registry.ts';
import type { BusConfig } from './messaging/registry.ts';
import type { Store } from './persistence/contract/store.ts';
import { openMemoryStore, openStore } from './persistence/registry.ts';
import type { StoreInput } from './persistence/registry.ts';

/** The store and the bus of an instance, open. `busName` is the name of the bus in the settings. */
export type Backends = { store: Store; bus: Bus; busName: BusConfig['BUS'] };

export type BackendsInput = StoreInput & { config: BusConfig; log: Logger };

/** Opens the store and the bus that the settings choose: both, or none. Rejects with the errors of either. */
export async function openBackends({ log, ...input }: BackendsInput): Promise<Backends> {
  const { config, instance, random } = input;
  const store = await openStore(input);
  try {
    return { store, bus: await openBus({ config, instance, log, random }), busName: config.BUS };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens an empty store and a bus in memory, for an engine that leaves nothing behind. */
export async function openMemoryBackends({
  log,
  random,
}: Pick<BackendsInput, 'log' | 'random'>): Promise<Backends> {
  const bus = await openBus({ config: { BUS: 'memory' }, instance: 'memory', log, random });
  return { store: await openMemoryStore(), bus, busName: 'memory' };
}

/** Opens a bus for a program that only reports results. */
export function openReporter(
  input: Pick<BackendsInput, 'config' | 'log' | 'random'>,
): Promise<Pick<ResultIntake, 'reportResult'> & Pick<Bus, 'close'>> {
  return openBus({ ...input, instance: 'ringmaster-publish' });
}
