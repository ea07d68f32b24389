import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { isRingmasterError } from '../domain/errors.ts';
import { migrations } from '../persistence/sqlite/migrations/index.ts';
import { readSchemaVersion } from '../persistence/sqlite/sqlite-store.ts';
import { dataFolder } from './data-folder.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';
import { nearestFolder } from './nearest-folder.ts';
import { refuseSimulatedFolder } from './service-clock.ts';

const bytesPerMb = 1_048_576;
/** Below this a service would soon stand still. */
const leastFreeMb = 64;

/** The folder itself, or the nearest one above it that is there, must be writable. */
export function checkFolder(config: Config): Finding {
  const what = 'data folder';
  const { DATA_DIR } = config;
  const nearest = nearestFolder(resolve(DATA_DIR));
  if (!isWritableFolder(nearest)) {
    return {
      what,
      ok: false,
      detail: `${nearest} is no folder that this user may write to: choose another DATA_DIR`,
    };
  }
  try {
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

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Reads the file and leaves it as it is; an older one is brought up at the next start. */
export function checkStore({ DATA_DIR }: Config, isServing: boolean): Finding {
  const what = 'store';
  const { store, hasStore } = dataFolder({ path: DATA_DIR });
  if (!hasStore) {
    const ok = isWritableFolder(nearestFolder(resolve(DATA_DIR)));
    return { what, ok, detail: `${store} ${ok ? 'will be made' : 'cannot be made'}` };
  }
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
