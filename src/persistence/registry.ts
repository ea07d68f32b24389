import { sleep } from '../platform/clock.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Store } from './contract/store.ts';
import { createFairStore, openSqliteStore } from './sqlite/sqlite-store.ts';

type MongoConfig = { STORE: 'mongodb'; MONGODB_URI: string };

/** The settings that choose a store, with the address of its servers. */
export type StoreConfig = { STORE: 'sqlite' } | MongoConfig;

export type StoreInput = {
  config: StoreConfig;
  /** The file of the SQLite store. */
  path: string;
  /** Called once if the files of the SQLite store are removed or replaced while it is open. */
  onLost: (error: unknown) => void;
  /** The id of this instance. */
  instance: string;
  system: SystemClock;
  /** Resolves after other work of the process has run. */
  breathe: () => Promise<void>;
  random: Random;
};

/** Opens the store that the settings choose. Rejects with the errors of that store. */
export async function openStore({ config, ...input }: StoreInput): Promise<Store> {
  switch (config.STORE) {
    case 'sqlite':
      return openSqlite(input);
    case 'mongodb':
      return openMongo({ config, ...input });
  }
}

/** Opens an empty store in memory. Its data is lost when it is closed. */
export function openMemoryStore(): Promise<Store> {
  return openSqliteStore({ path: ':memory:' });
}

async function openSqlite({ path, onLost, system, breathe }: Omit<StoreInput, 'config'>): Promise<Store> {
  return createFairStore({ store: await openSqliteStore({ path, onLost }), system, breathe });
}

/** The driver of MongoDB is loaded only if it is used. */
async function openMongo({
  config,
  instance,
  system,
  random,
}: Pick<StoreInput, 'instance' | 'system' | 'random'> & { config: MongoConfig }): Promise<Store> {
  const { openMongoStore } = await import('./mongodb/mongodb-store.ts');
  return openMongoStore({
    uri: config.MONGODB_URI,
    instance,
    now: system.monotonic,
    pause: (ms) => sleep({ clock: system, ms }),
    random,
  });
}
