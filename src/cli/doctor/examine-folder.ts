import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Config } from '../../config.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { migrations } from '../../persistence/sqlite/migrations/index.ts';
import { readSchemaVersion } from '../../persistence/sqlite/sqlite-store.ts';
import { isFolderOfOthers, isOpenToOthers } from '../../platform/private-files.ts';
import { dataFolder, filesOf } from '../folder/data-folder.ts';
import { failed } from './finding.ts';
import type { Finding } from './finding.ts';
import { nearestFolder } from '../folder/nearest-folder.ts';
import { refuseSimulatedFolder } from '../clock/service-clock.ts';

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
  if (nearest !== resolve(DATA_DIR)) return { what, ok: true, detail: `${DATA_DIR} will be made` };
  if (isFolderOfOthers(DATA_DIR)) {
    const detail = `${DATA_DIR} is open: other users can replace files there: chmod 700 ${DATA_DIR}`;
    return { what, ok: false, detail };
  }
  return { what, ok: true, detail: `${DATA_DIR} is writable${othersRead(DATA_DIR)}` };
}

/** Numbers and names are in these files. A start takes them back, so this is no reason to fail. */
function othersRead(path: string): string {
  const open = filesOf(dataFolder({ path })).filter(isOpenToOthers);
  if (open.length === 0) return '';
  const names = open.map((file) => basename(file)).join(', ');
  return `; others can read ${names}; the next start makes ${open.length === 1 ? 'it' : 'them'} private`;
}

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What is left of a store whose file is gone; null if there was none. */
function lossOf(store: string): unknown {
  try {
    readSchemaVersion({ path: store });
    return null;
  } catch (error) {
    return error;
  }
}

/** Reads the file and leaves it as it is; an older one is brought up at the next start. */
export function checkStore({ DATA_DIR }: Config, isServing: boolean): Finding {
  const what = 'store';
  const { store, hasStore } = dataFolder({ path: DATA_DIR });
  if (!hasStore) {
    const lost = lossOf(store);
    if (lost) return failed(what, lost);
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
