import { channels } from '../channels/registry.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Sender } from '../domain/sender/sender.ts';
import type { Store } from '../persistence/contract/store.ts';

/** Stands in for the senders of a pool that are not known. */
const standIn = '+12025550100';

/**
 * Stores the senders of a play. A pool without any, such as that of a file whose client is not known, gets one sender
 * without limits.
 */
export async function putSenders({
  store,
  definition: { client, steps },
  senders = [],
  at,
}: {
  store: Pick<Store, 'putSenders' | 'setQuarantine'>;
  definition: Pick<CampaignDefinition, 'client' | 'steps'>;
  senders?: readonly Sender[] | undefined;
  at: number;
}): Promise<void> {
  const by = 'rehearsal';
  for (const { address, tags, mode, limits, quarantine } of senders) {
    const change = { tags: [...tags], mode, limits };
    await store.putSenders({ client, addresses: [address], change, by, at });
    if (quarantine) await store.setQuarantine({ client, address, quarantine, by, at });
  }
  const pools = steps.flatMap((step) => channels.sendersOf(step)?.pool ?? []);
  const missing = pools.filter((pool) => !senders.some(({ tags }) => tags.includes(pool)));
  if (missing.length > 0)
    await store.putSenders({ client, addresses: [standIn], change: { tags: missing }, by, at });
}
