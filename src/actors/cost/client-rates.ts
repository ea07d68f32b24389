import { createFindRate } from '../../domain/cost/find-rate.ts';
import type { FindRate } from '../../domain/cost/find-rate.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { NewSettings } from '../../persistence/contract/clients/settings.ts';
import type { Store } from '../../persistence/contract/store.ts';

/** The rates of the clients whose campaigns an instance runs, in memory. Without rate tables nothing is read. */
export type ClientRates = {
  /** Records which clients have rates at a revision of the settings. */
  note: (settings: Pick<NewSettings, 'rev' | 'rated'>) => void;
  /** Returns the rates of a client as they were at the revision that was noted last, or later; null if it has none. */
  of: (client: string) => Promise<FindRate | null>;
};

export function createClientRates({
  store,
}: {
  store: Pick<Store, 'listRates' | 'readNewSettings'>;
}): ClientRates {
  let current: Pick<NewSettings, 'rev' | 'rated'> | null = null;
  const entries = new Map<string, { rev: number; find: FindRate }>();
  return {
    note(settings) {
      current = settings;
    },
    async of(client) {
      current ??= await store.readNewSettings(null);
      const { rev, rated } = current ?? { rev: 0, rated: [] };
      const owners = [client, everyClient].filter((owner) => rated.includes(owner));
      if (owners.length === 0) return null;
      const known = entries.get(client);
      if (known?.rev === rev) return known.find;
      const tables = await Promise.all(owners.map((owner) => store.listRates(owner)));
      const find = createFindRate(tables.flat());
      entries.set(client, { rev, find });
      return find;
    },
  };
}
