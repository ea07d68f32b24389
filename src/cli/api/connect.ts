import { readClientConfig } from '../../config.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { readAddress } from '../folder/address-file.ts';
import { createClient } from './client.ts';
import type { Client } from './client.ts';
import type { Cli } from '../cli.ts';
import { unreachable } from '../errors.ts';
import { isOurs } from '../service/is-ours.ts';
import type { Output } from '../terminal/output.ts';

const defaultUrl = 'http://localhost:3000';
const startHint = 'Start one with: ringmaster serve';
const simulatedNotice = 'carrier SIMULATOR, no real calls';

type Connect = (input: { reads: boolean }) => Promise<Client>;

/**
 * Creates the function that finds the service for a verb: RINGMASTER_URL, else the address that a running service
 * wrote to DATA_DIR, else the default address. If no service runs, the data folder answers verbs that only read.
 */
export function connectTo({ cli, output }: { cli: Cli; output: Output }): Connect {
  return async ({ reads }) => {
    const { url, key, dataDir } = readClientConfig({ environment: cli.environment });
    const overHttp = (target: string, unreachableHint: string): Client =>
      createClient({
        url: target,
        key,
        fetch: (request) => fetch(request, { signal: AbortSignal.any([cli.interrupt, request.signal]) }),
        unreachableHint,
        onSimulated: () => output.say(output.paint('dim', simulatedNotice)),
      });
    if (url !== null) {
      return overHttp(url, 'Check RINGMASTER_URL, and check that the service is running.');
    }
    const left = readAddress({ folder: dataDir })?.url;
    for (const target of left === undefined ? [defaultUrl] : [left, defaultUrl]) {
      if (await isOurs(target)) return overHttp(target, startHint);
    }
    if (reads) {
      const offline = await readFolder({ cli, output, dataDir });
      if (offline) return offline;
    }
    throw unreachable({ url: left ?? defaultUrl, hint: startHint });
  };
}

/**
 * Returns a client for the data folder; null without one. The modules are loaded only here, so that other verbs start
 * faster.
 */
async function readFolder({
  cli,
  output,
  dataDir,
}: {
  cli: Cli;
  output: Output;
  dataDir: string;
}): Promise<Client | null> {
  const { findOfflineFolder, openOffline, startCommandOf } = await import('./offline.ts');
  const folder = findOfflineFolder({ dataDir });
  if (!folder) return null;
  try {
    const { fetch } = await openOffline({ cli, folder, startCommand: startCommandOf({ folder, dataDir }) });
    output.say(output.paint('dim', `No service is running. The answer comes from ${folder.path}.`));
    return createClient({ url: 'http://localhost', key: null, fetch, unreachableHint: startHint });
  } catch (error) {
    // Another process has opened the store and does not answer, for example a service that is starting.
    if (isRingmasterError(error, 'store.locked')) return null;
    throw error;
  }
}
