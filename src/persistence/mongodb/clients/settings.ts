import type { SettingStore } from '../../contract/clients/settings.ts';
import type { Collections } from '../documents/collections.ts';
import { clientFrom, createClients } from './clients.ts';
import { settingsCounter } from '../documents/counters.ts';
import { createStops } from './stops.ts';

type SettingParts = Parameters<typeof createStops>[0] &
  Parameters<typeof createClients>[0] & {
    collections: Pick<Collections, 'clients' | 'counters' | 'rateTables'>;
  };

/** Stores emergency stops and the settings of clients. Instances read the changes of both each second. */
export function createSettings(parts: SettingParts): SettingStore {
  const { clients, counters, rateTables } = parts.collections;
  const stops = createStops(parts);
  return {
    ...stops,
    ...createClients(parts),
    /** Reads one document, if nothing has changed. */
    async readNewSettings(since) {
      // The revision is read first: what is read after it is at least as new.
      const rev = (await counters.findOne({ _id: settingsCounter }))?.last ?? 0;
      if (rev === since) return null;
      const changed =
        since === null ? clients.find().sort({ _id: 1 }) : clients.find({ rev: { $gt: since } });
      const [found, inForce, rated] = await Promise.all([
        changed.toArray(),
        stops.listStops(),
        rateTables.distinct('_id.client'),
      ]);
      return { rev, clients: found.map(clientFrom), stops: inForce, rated };
    },
  };
}
