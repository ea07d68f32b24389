import type { Notice } from '../../queries/index.ts';
import type { CallApi } from '../contract.ts';
import { readJson } from './read-json.ts';
import { readCampaigns, withQuery } from './reads.ts';

/** The client of a stop of all clients. */
export const allClients = '*';

/** One line of the history of emergency stops. */
export type StopEvent = {
  client: string;
  event: 'ordered' | 'lifted';
  reason: string | null;
  by: string;
  at: string;
};

const shownEvents = '20';

/** Returns the emergency stops in force that the viewer may see, of one client or (null) of all. */
export async function readStops(api: CallApi, client: string | null): Promise<readonly Notice[]> {
  const { notices } = await readCampaigns(api, { client: client ?? undefined, limit: '1' });
  return notices.filter(({ code }) => code === 'emergency.stop');
}

/** Returns the newest orders and lifts. */
export async function readStopEvents(api: CallApi, client: string | null): Promise<readonly StopEvent[]> {
  const path = withQuery('/v1/stops', { client: client ?? undefined, limit: shownEvents });
  return (await readJson<{ items: readonly StopEvent[] }>(api, { path })).items;
}
