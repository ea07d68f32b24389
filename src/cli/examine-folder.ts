import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { isRingmasterError } from '../domain/errors.ts';
import { migrations } from '../persistence/sqlite/migrations/index.ts';
import { readSchemaVersion } from '../persistence/sqlite/sqlite-store.ts';
import { dataFolder } from './data-folder.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';
import { refuseSimulatedFolder } from './service-clock.ts';

const bytesPerMb = 1_048_576;
/** Below this a service would soon stand still. */
const leastFreeMb = 64;

/** The folder itself, or the nearest one above it that is there, must be writable. */
export function checkFolder(config: Config): Finding {
  const what = 'data folder';
  const { DATA_DIR } = config;
  let nearest = resolve(DATA_DIR);
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    if (config.CARRIER === 'plivo') refuseSimulatedFolder(config);
    const { bavail, bsize } = statfsSync(nearest);
    const freeMb = Math.floor((bavail * bsize) / bytesPerMb);
    if (freeMb < leastFreeMb)
      return { what, ok: false, detail: `only ${freeMb} MB are free on the disk of ${DATA_DIR}` };
  } catch (error) {
    return failed(what, error);
  }
  const state = nearest === resolve(DATA_DIR) ? 'is writable' : 'will be made';
  return { what, ok: true, detail: `${DATA_DIR} ${state}` };
}

/** Reads the file and leaves it as it is; an older one is brought up at the next start. */
export function checkStore({ DATA_DIR }: Config, isServing: boolean): Finding {
  const what = 'store';
  const { store, hasStore } = dataFolder({ path: DATA_DIR });
  if (!hasStore) return { what, ok: true, detail: `${store} will be made` };
  try {
    accessSync(store, constants.R_OK | constants.W_OK);
    const found = readSchemaVersion({ path: store });
    const newest = migrations.length;
    const next = found === newest ? '' : `; the next start brings it to ${newest}`;
    return { what, ok: true, detail: `SQLite ${store}, schema ${found}${next}` };
  } catch (error) {
    if (isServing && isRingmasterError(error, 'store.locked')) {
      return { what, ok: true, detail: `${store} is in use by the service that runs` };
    }
    return failed(what, error);
  }
}
