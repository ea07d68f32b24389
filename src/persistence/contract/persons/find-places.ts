import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import { personKeysOf } from '../../../domain/contact/contact.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Store } from '../store.ts';

/** A contact of a person, in one campaign. */
export type Place = { campaign: string; position: number; contact: Contact };

type Reads = Pick<Store, 'listCampaigns' | 'findByKeys' | 'readContacts'>;

/**
 * Finds the contacts of a person in all campaigns of a client: those with one of the keys (`keysOf`), and those who share a
 * personal key with them.
 */
export async function findPlaces({
  store,
  client,
  keys: first,
}: {
  store: Reads;
  client: string;
  keys: readonly string[];
}): Promise<Place[]> {
  const found = new Map<string, Place>();
  const known = new Set<string>();
  let keys = first;
  while (keys.length > 0) {
    for (const key of keys) known.add(key);
    const next = new Set<string>();
    for await (const { id: campaign } of campaignsOf({ store, client })) {
      const hits = await store.findByKeys({ campaign, keys });
      const positions = [...new Set(hits.map(({ position }) => position))];
      if (positions.length === 0) continue;
      for (const { position, contact } of await store.readContacts({ campaign, positions })) {
        found.set(`${campaign} ${position}`, { campaign, position, contact });
        for (const key of personKeysOf(contact)) next.add(key);
      }
    }
    keys = [...next].filter((key) => !known.has(key));
  }
  return [...found.values()];
}

const pageSize = 200;

/** Yields every campaign of a client, also those that are not listed. */
export async function* campaignsOf({
  store,
  client,
}: {
  store: Pick<Store, 'listCampaigns'>;
  client: string;
}): AsyncGenerator<CampaignRecord> {
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({
      client,
      ...(after !== undefined && { after }),
      limit: pageSize,
    });
    yield* page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
