import { singleCallPrefix } from '../../../domain/campaign/campaign.ts';
import { numberOf } from '../../common/keys.ts';
import { afterSingleCalls } from '../../common/single-calls.ts';
import type { Connection } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

/** Lists contacts of single calls that have data. */
export function createSingleCalls({
  connection: { prepare },
}: {
  connection: Connection;
}): Pick<SyncStore, 'listSingleCalls'> {
  const list = prepare(
    `SELECT key, identity FROM contacts WHERE campaign = (SELECT number FROM campaigns WHERE id = ?)
       AND identity > ? AND identity < ? ORDER BY identity LIMIT ?`,
  );
  return {
    listSingleCalls: ({ campaign, after, limit }) =>
      list
        .all(campaign, after ?? singleCallPrefix, afterSingleCalls, limit)
        .map(([key, identity]) => ({ position: numberOf(key as number), identity: identity as string })),
  };
}
