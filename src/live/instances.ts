import { ownedStates } from '../domain/campaign/campaign.ts';
import { instantText } from '../queries/instants.ts';
import type { Store } from '../persistence/contract/store.ts';

/** A running process and the campaigns it runs, as far as the reader may see them. */
export type InstanceView = {
  id: string;
  address: string | null;
  /** System time, RFC 3339. */
  startedAt: string;
  heartbeats: number;
  campaigns: readonly string[];
};

const mostCampaigns = 10_000;

/** Who runs what. With a client only that client's campaigns are named. */
export async function readInstances({
  store,
  client,
}: {
  store: Pick<Store, 'listInstances' | 'listOwnership' | 'listCampaigns'>;
  client: string | null;
}): Promise<InstanceView[]> {
  const owned = client === null ? await store.listOwnership() : await ownedOf({ store, client });
  return (await store.listInstances()).map(({ id, address, startedAt, counter }) => ({
    id,
    address,
    startedAt: instantText(startedAt),
    heartbeats: counter,
    campaigns: owned.filter(({ owner }) => owner === id).map(({ campaign }) => campaign),
  }));
}

async function ownedOf({
  store,
  client,
}: {
  store: Pick<Store, 'listCampaigns'>;
  client: string;
}): Promise<{ campaign: string; owner: string | null }[]> {
  const { items } = await store.listCampaigns({ client, states: ownedStates, limit: mostCampaigns });
  return items.map(({ id, owner }) => ({ campaign: id, owner }));
}
