import { statSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from '../../compose.ts';
import { callingRulesFor } from '../../compose-engine.ts';
import { readClientConfig } from '../../config.ts';
import type { Cli } from '../cli.ts';
import type { FetchLike } from './client.ts';
import { readClockStart } from '../clock/clock-start.ts';
import { dataFolder } from '../folder/data-folder.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import { unusableFolder } from '../folder/make-data-folder.ts';
import { simulatorAccount } from '../service/simulator-account.ts';
import { clocksOf, openUnserved } from '../service/unserved-store.ts';

const demoFolder = 'demo';

/** Returns the command that starts a service on a data folder. The demo has its own folder and command. */
export function startCommandOf({ folder, dataDir }: { folder: DataFolder; dataDir: string }): string {
  return folder.path === dataDir ? 'ringmaster serve' : 'ringmaster demo';
}

/**
 * Returns the data folder that was used last: DATA_DIR, or the demo's folder in it; null if there is none. Throws
 * `store.unreadable` if this user is not allowed to read it.
 */
export function findOfflineFolder({ dataDir }: { dataDir: string }): DataFolder | null {
  try {
    statSync(join(dataDir, demoFolder), { throwIfNoEntry: false });
  } catch (error) {
    throw unusableFolder(dataDir, error);
  }
  const folders = [dataDir, join(dataDir, demoFolder)].map((path) => dataFolder({ path }));
  const used = folders.filter(({ hasStore }) => hasStore);
  return used.sort((left, right) => lastUse(right) - lastUse(left))[0] ?? null;
}

function lastUse({ store }: DataFolder): number {
  return statSync(store).mtimeMs;
}

/** Answers requests from a data folder. `close` closes its store. */
export type Offline = { fetch: FetchLike; close: () => Promise<void> };

/** Opens a data folder that no service uses, to answer requests. The engine is not started, so no call is made. */
export async function openOffline({
  cli,
  folder,
  startCommand,
}: {
  cli: Cli;
  folder: DataFolder;
  /** The command that starts a service on that folder. */
  startCommand: string;
}): Promise<Offline> {
  const startAt = await readClockStart({ ...folder, now: cli.system.now() });
  const config = { STORE: 'sqlite', BUS: 'memory' } as const;
  const parts = await openUnserved({ cli, config, path: folder.store, instance: 'offline' });
  const { store } = parts;
  const { fetch } = compose({
    ...parts,
    clocks: await clocksOf({ cli, store, startAt }),
    publicUrl: 'http://offline.invalid',
    carrier: { ...simulatorAccount, baseUrl: 'http://offline.invalid', requestsPer5s: 1 },
    carrierName: 'simulator',
    calling: callingRulesFor(readClientConfig({ environment: cli.environment }).rules),
    send: async () => ({ kind: 'unsent', detail: 'nothing is sent without a running service' }),
    shared: {
      account: { concurrent: null, perSecond: null },
      global: { concurrent: null, perSecond: null },
      caller: { concurrent: null, perSecond: null },
    },
    apiKeys: [],
    startCommand,
  });
  return { fetch, close: () => store.close() };
}
