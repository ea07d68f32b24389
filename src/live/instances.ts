import { ownedStates } from '../domain/campaign/campaign.ts';
import type { Runtime } from '../actors/index.ts';
import { instantOrNull, instantText } from '../queries/instants.ts';
import type { Store } from '../persistence/contract/store.ts';

/** A running instance and its campaigns, as far as the caller may see them. */
export type InstanceView = {
  id: string;
  address: string | null;
  /** System time, RFC 3339. */
  startedAt: string;
  heartbeats: number;
  /** System time at which its last heartbeat was seen, RFC 3339; null if none was seen yet. */
  heartbeatAt: string | null;
  campaigns: readonly string[];
};

const maxCampaigns = 10_000;

/** Returns the instances with their campaigns. With a client, only campaigns of that client are named. */
export async function readInstances({
  store,
  runtime,
  client,
}: {
  store: Pick<Store, 'listInstances' | 'listOwned' | 'listCampaigns'>;
  runtime: Pick<Runtime, 'heartbeatAt'>;
  client: string | null;
}): Promise<InstanceView[]> {
  const owners = client === null ? null : await ownersOf({ store, client });
  const instances = await store.listInstances();
  return Promise.all(
    instances.map(async ({ id, address, startedAt, counter }) => ({
      id,
      address,
      startedAt: instantText(startedAt),
      heartbeats: counter,
      heartbeatAt: instantOrNull(runtime.heartbeatAt(id)),
      campaigns: (owners?.filter(({ owner }) => owner === id) ?? (await store.listOwned(id))).map(
        ({ campaign }) => campaign,
      ),
    })),
  );
}

async function ownersOf({
  store,
  client,
}: {
  store: Pick<Store, 'listCampaigns'>;
  client: string;
}): Promise<{ campaign: string; owner: string | null }[]> {
  const { items } = await store.listCampaigns({ client, states: ownedStates, limit: maxCampaigns });
  return items.map(({ id, owner }) => ({ campaign: id, owner }));
}
