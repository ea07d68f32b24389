import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { isRingmasterError } from '../domain/errors.ts';
import { openSqliteStore } from '../persistence/sqlite/sqlite-store.ts';
import { readAddress } from './address-file.ts';
import type { Cli } from './cli.ts';
import { dataFolder } from './data-folder.ts';
import { failureLine } from './failure-text.ts';
import { listen } from './listener.ts';
import { refuseSimulatedFolder } from './service-clock.ts';

/** One thing that was looked at. */
export type Finding = { what: string; ok: boolean; detail: string };

const patienceMs = 5_000;
const oldestNode = 24;

/** Looks at everything a service needs, and changes nothing. */
export async function examine({ cli }: { cli: Cli }): Promise<Finding[]> {
  const major = Number(process.versions.node.split('.')[0]);
  const node: Finding = {
    what: 'Node',
    ok: major >= oldestNode,
    detail: `${process.version}${major >= oldestNode ? '' : `; ${oldestNode} or later is needed`}`,
  };
  let config: Config;
  try {
    config = readConfig({ environment: cli.environment });
  } catch (error) {
    return [node, failed('settings', error)];
  }
  const address = readAddress({ folder: config.DATA_DIR });
  const isServing = address !== null && (await answers(new URL('/healthz', address.url)));
  const { STORE, BUS, CARRIER, HOST } = config;
  return [
    node,
    { what: 'settings', ok: true, detail: `HOST ${HOST}, STORE ${STORE}, BUS ${BUS}, CARRIER ${CARRIER}` },
    checkFolder(config),
    await checkStore(config, isServing),
    isServing
      ? { what: 'port', ok: true, detail: `a service answers at ${address.url}` }
      : await checkPort(config),
    await checkCarrier(config),
  ];
}

function failed(what: string, error: unknown): Finding {
  return { what, ok: false, detail: failureLine(error) };
}

/** The folder itself, or the nearest one above it that is there, must be writable. */
function checkFolder(config: Config): Finding {
  const what = 'data folder';
  const { DATA_DIR } = config;
  let nearest = resolve(DATA_DIR);
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    if (config.CARRIER === 'plivo') refuseSimulatedFolder(config);
  } catch (error) {
    return failed(what, error);
  }
  const state = nearest === resolve(DATA_DIR) ? 'is writable' : 'will be made';
  return { what, ok: true, detail: `${DATA_DIR} ${state}` };
}

async function checkStore({ DATA_DIR }: Config, isServing: boolean): Promise<Finding> {
  const what = 'store';
  const folder = dataFolder({ path: DATA_DIR });
  if (!folder.hasStore) return { what, ok: true, detail: `${folder.store} will be made` };
  try {
    const store = await openSqliteStore({ path: folder.store });
    const detail = store.describe();
    await store.close();
    return { what, ok: true, detail };
  } catch (error) {
    if (isServing && isRingmasterError(error, 'store.locked')) {
      return { what, ok: true, detail: `${folder.store} is in use by the service that runs` };
    }
    return failed(what, error);
  }
}

async function checkPort({ HOST, PORT }: Config): Promise<Finding> {
  const what = 'port';
  try {
    const listener = await listen({ host: HOST, port: PORT });
    await listener.close({ graceMs: 0 });
    return { what, ok: true, detail: `${HOST}:${PORT} is free` };
  } catch (error) {
    return failed(what, error);
  }
}

async function checkCarrier(config: Config): Promise<Finding> {
  const what = 'carrier';
  const { CARRIER, CARRIER_URL, PLIVO_AUTH_ID: id, PLIVO_AUTH_TOKEN: token } = config;
  if (CARRIER === 'simulator') {
    if (CARRIER_URL === undefined) {
      return { what, ok: true, detail: 'SIMULATOR inside the service: nobody is really called' };
    }
    const ok = await answers(new URL('/control/stats', CARRIER_URL));
    const detail = ok
      ? `SIMULATOR at ${CARRIER_URL}: nobody is really called`
      : `nobody answers at ${CARRIER_URL}`;
    return { what, ok, detail };
  }
  const url = new URL(`/v1/Account/${encodeURIComponent(id ?? '')}/`, CARRIER_URL ?? 'https://api.plivo.com');
  try {
    const authorization = `Basic ${Buffer.from(`${id ?? ''}:${token ?? ''}`).toString('base64')}`;
    const { ok, status } = await fetch(url, {
      headers: { authorization },
      signal: AbortSignal.timeout(patienceMs),
    });
    if (ok) return { what, ok, detail: 'Plivo answers and knows the account' };
    const hint = status === 401 ? ': check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN' : '';
    return { what, ok, detail: `Plivo answered HTTP ${status}${hint}` };
  } catch (error) {
    return failed(what, error);
  }
}

async function answers(url: URL): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(patienceMs) })).ok;
  } catch {
    return false;
  }
}
