import { readClientConfig } from '../config.ts';
import { readAddress } from './address-file.ts';
import { createClient } from './client.ts';
import type { Client } from './client.ts';
import type { Cli } from './cli.ts';
import type { Output } from './output.ts';

const usualUrl = 'http://localhost:3000';

/**
 * Finds the service that verbs speak to: RINGMASTER_URL, else the address that a running service left in DATA_DIR,
 * else the usual one.
 */
export function connectTo({
  cli,
}: {
  cli: Cli;
  output: Output;
}): (input: { reads: boolean }) => Promise<Client> {
  return async () => {
    const { url, key, dataDir } = readClientConfig({ environment: cli.environment });
    const target = url ?? readAddress({ folder: dataDir })?.url ?? usualUrl;
    return createClient({
      url: target,
      key,
      fetch: (request) => fetch(request),
      unreachableHint: url
        ? 'Check RINGMASTER_URL, and that the service runs there.'
        : 'Start one with: ringmaster serve',
    });
  };
}
