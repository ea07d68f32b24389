import { defaultPeriods } from '../../domain/campaign/retention-periods.ts';
import type { RetentionPeriods } from '../../domain/campaign/retention-periods.ts';
import type { SweepParts } from './sweep-parts.ts';

/** The keys that are deleted in one commit. */
const keysAtOnce = 200;

/** Removes the idempotency keys of all clients that are older than the period of their client, with the answers. */
export async function expireKeys(
  { store, breathe, removed }: SweepParts,
  { periods, now }: { periods: ReadonlyMap<string, RetentionPeriods>; now: number },
): Promise<void> {
  for (const client of await store.listRequestClients()) {
    const { keys } = periods.get(client ?? '') ?? defaultPeriods;
    const before = now - keys;
    removed.keys += await store.countRequests({ client, before });
    while (await store.dropRequests({ client, before, limit: keysAtOnce })) await breathe();
  }
}
