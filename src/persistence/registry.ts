import { RingmasterError } from '../domain/errors.ts';
import { sleep } from '../platform/clock.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Store } from './contract/store.ts';
import { openMongoStore } from './mongodb/mongodb-store.ts';
import { createFairStore, openSqliteStore } from './sqlite/sqlite-store.ts';

/** The settings that choose a store and say where it is. */
export type StoreConfig = { STORE: 'sqlite' | 'mongodb'; MONGODB_URI?: string | undefined };

type StoreInput = {
  config: StoreConfig;
  /** The file of the embedded store. */
  path: string;
  /** The files of the embedded store were removed or replaced while it was open. */
  onLost: (error: unknown) => void;
  /** The id of this instance. */
  instance: string;
  system: SystemClock;
  /** Resolves after other work of the process has run. */
  breathe: () => Promise<void>;
  random: Random;
};

const stores: Readonly<Record<StoreConfig['STORE'], (input: StoreInput) => Promise<Store>>> = {
  async sqlite({ path, onLost, system, breathe }) {
    return createFairStore({ store: await openSqliteStore({ path, onLost }), system, breathe });
  },
  mongodb({ config: { MONGODB_URI }, instance, system, random }) {
    if (MONGODB_URI === undefined) throw withoutUri();
    return openMongoStore({
      uri: MONGODB_URI,
      instance,
      now: system.monotonic,
      pause: (ms) => sleep({ clock: system, ms }),
      random,
    });
  },
};

/** Opens the store that the settings choose. Rejects with the errors of that store. */
export function openStore(input: StoreInput): Promise<Store> {
  return stores[input.config.STORE](input);
}

function withoutUri(): RingmasterError {
  return new RingmasterError({
    code: 'config.invalid',
    family: 'invalid',
    message: 'STORE=mongodb needs MONGODB_URI.',
    hint: 'For instance MONGODB_URI=mongodb://127.0.0.1:27017/ringmaster?replicaSet=rs0.',
  });
}
