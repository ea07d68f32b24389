import { singleCallPrefix } from '../../../domain/campaign/campaign.ts';
import { numberOf } from '../../common/keys.ts';
import { afterSingleCalls } from '../../common/single-calls.ts';
import type { RetentionStore } from '../../contract/campaigns/retention.ts';
import type { Collections } from '../documents/collections.ts';

/** Lists contacts of single calls that have data. */
export function createSingleCalls({
  collections: { campaigns, contacts },
}: {
  collections: Pick<Collections, 'campaigns' | 'contacts'>;
}): Pick<RetentionStore, 'listSingleCalls'> {
  return {
    async listSingleCalls({ campaign, after, limit }) {
      const found = await campaigns.findOne({ _id: campaign }, { projection: { number: 1 } });
      if (!found) return [];
      const calls = { $gt: after ?? singleCallPrefix, $lt: afterSingleCalls };
      const page = await contacts
        .find({ campaign: found.number, identity: calls }, { projection: { identity: 1 } })
        .sort({ identity: 1 })
        .limit(limit)
        .toArray();
      return page.map(({ _id, identity }) => ({ position: numberOf(_id), identity }));
    },
  };
}
