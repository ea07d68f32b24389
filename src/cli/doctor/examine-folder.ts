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
/** The minimum free space. With less, a service would soon stop working. */
const minFreeMb = 64;

/** Checks that the folder, or its nearest existing parent, is writable. */
export function checkFolder(config: Config): Finding {
  const what = 'data folder';
  const { DATA_DIR } = config;
  const nearest = nearestFolder(resolve(DATA_DIR));
  if (!isWritableFolder(nearest)) {
    return {
      what,
      ok: false,
      detail: `${nearest} is not a folder that this user can write to: choose another DATA_DIR`,
    };
  }
  try {
    if (config.CARRIER === 'plivo') refuseSimulatedFolder(config);
    const { bavail, bsize } = statfsSync(nearest);
    const freeMb = Math.floor((bavail * bsize) / bytesPerMb);
    if (freeMb < minFreeMb)
      return { what, ok: false, detail: `only ${freeMb} MB are free on the disk of ${DATA_DIR}` };
  } catch (error) {
    return failed(what, error);
  }
  if (nearest !== resolve(DATA_DIR)) return { what, ok: true, detail: `${DATA_DIR} will be created` };
  if (isFolderOfOthers(DATA_DIR)) {
    const detail = `other users can replace files in ${DATA_DIR}: run chmod 700 ${DATA_DIR}`;
    return { what, ok: false, detail };
  }
  return { what, ok: true, detail: `${DATA_DIR} is writable${othersRead(DATA_DIR)}` };
}

/**
 * Returns a note about files that other users can read. They contain personal data. The next start makes them
 * private, so the check does not fail.
 */
function othersRead(path: string): string {
  const open = filesOf(dataFolder({ path })).filter(isOpenToOthers);
  if (open.length === 0) return '';
  const names = open.map((file) => basename(file)).join(', ');
  return `; other users can read ${names}; the next start makes ${open.length === 1 ? 'it' : 'them'} private`;
}

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Returns the error of a store whose file is missing although parts of it exist; null if there was no store. */
function lossOf(store: string): unknown {
  try {
    readSchemaVersion({ path: store });
    return null;
  } catch (error) {
    return error;
  }
}

/** Checks that the store can be read, and does not change it. An older store is upgraded at the next start. */
export function checkStore({ DATA_DIR }: Config, isServing: boolean): Finding {
  const what = 'store';
  const { store, hasStore } = dataFolder({ path: DATA_DIR });
  if (!hasStore) {
    const lost = lossOf(store);
    if (lost) return failed(what, lost);
    const ok = isWritableFolder(nearestFolder(resolve(DATA_DIR)));
    return { what, ok, detail: `${store} ${ok ? 'will be created' : 'cannot be created'}` };
  }
  try {
    accessSync(store, constants.R_OK | constants.W_OK);
    const found = readSchemaVersion({ path: store });
    const newest = migrations.length;
    const next = found === newest ? '' : `; the next start upgrades it to ${newest}`;
    return { what, ok: true, detail: `SQLite ${store}, schema ${found}${next}` };
  } catch (error) {
    if (isServing && isRingmasterError(error, 'store.locked')) {
      return { what, ok: true, detail: `${store} is in use by the running service` };
    }
    return failed(what, error);
  }
}

/** Whether the store can be read without an upgrade, which would change it. */
export function isReadable({ STORE, DATA_DIR }: Config): boolean {
  const { store, hasStore } = dataFolder({ path: DATA_DIR });
  if (STORE !== 'sqlite' || !hasStore) return false;
  try {
    return readSchemaVersion({ path: store }) === migrations.length;
  } catch {
    return false;
  }
}
