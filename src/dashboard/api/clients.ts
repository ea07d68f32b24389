import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { ClientEventView } from '../../queries/index.ts';
import type { CallApi } from '../contract.ts';
import { readJson } from './read-json.ts';
import { withQuery } from './reads.ts';

/** A client with its settings and the emergency stop in force. */
export type ClientView = {
  id: string;
  settings: ClientSettings;
  updatedAt: string | null;
  hold: { client: string; reason: string | null; by: string; at: string } | null;
};

export const clientPath = (client: string, rest = ''): string =>
  `/v1/clients/${encodeURIComponent(client)}${rest}`;

export const readClients = (api: CallApi): Promise<{ items: readonly ClientView[] }> =>
  readJson(api, { path: '/v1/clients' });

export const readClient = (api: CallApi, client: string): Promise<ClientView> =>
  readJson(api, { path: clientPath(client) });

/** Returns the newest events of the log of a client, newest first. */
export async function readClientLog(api: CallApi, client: string): Promise<readonly ClientEventView[]> {
  const path = withQuery(clientPath(client, '/log'), { last: '50', limit: '50' });
  const { items } = await readJson<{ items: readonly ClientEventView[] }>(api, { path });
  return items.toReversed();
}
