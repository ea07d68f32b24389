import type { Cli } from '../cli.ts';
import { createClient } from '../api/client.ts';
import type { Client } from '../api/client.ts';
import type { DataFolder } from './data-folder.ts';
import { openOffline } from '../api/offline.ts';

/**
 * Calls `ask` with a client for the store of a data folder that no service uses. Returns null if there is no store.
 * The engine is not started.
 */
export async function fromFolder<Answer>(
  { cli, folder }: { cli: Cli; folder: DataFolder },
  ask: (client: Client) => Promise<Answer>,
): Promise<Answer | null> {
  if (!folder.hasStore) return null;
  const { fetch, close } = await openOffline({ cli, folder, startCommand: 'ringmaster serve' });
  try {
    return await ask(
      createClient({
        url: 'http://localhost',
        key: null,
        fetch,
        unreachableHint: 'Look at the data folder.',
      }),
    );
  } finally {
    await close();
  }
}
