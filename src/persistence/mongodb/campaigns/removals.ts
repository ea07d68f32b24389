import type { Collection } from 'mongodb';
import type { RemovalStore } from '../../contract/campaigns/removals.ts';
import type { Collections } from '../documents/collections.ts';
import { keysAfter } from '../documents/keys.ts';
import type { ClientLog } from '../clients/client-log.ts';
import { deleteSome } from '../documents/delete-some.ts';
import type { Requests } from '../clients/requests.ts';

/**
 * Removes drafts. The first commit deletes the document of the campaign, so that no read finds its other documents,
 * and stores its number in `removals`. Later commits delete the other documents in portions.
 */
export function createRemovals({
  collections,
  clientLog,
  requests,
}: {
  collections: Collections;
  clientLog: ClientLog;
  requests: Requests;
}): RemovalStore {
  const { campaigns, inbox, holdings, reservations, removals, suppressions } = collections;

  return {
    async removeCampaign({ id, rev, by, at }, request) {
      const known = request && (await campaigns.findOne({ _id: id }, { projection: { client: 1 } }));
      return requests.once({
        request,
        client: known?.client ?? null,
        async work(session) {
          const removed = await campaigns.findOneAndDelete(
            { _id: id, rev, state: 'draft' },
            { projection: { number: 1, client: 1, name: 1 }, session },
          );
          if (!removed) return false;
          const { number, client, name } = removed;
          await removals.insertOne({ _id: number }, { session });
          const data = { campaign: id, name };
          await clientLog.append(client, { type: 'draft.removed', at, by, data }, session);
          await inbox.deleteMany({ '_id.campaign': id }, { session });
          await holdings.deleteMany({ '_id.campaign': id }, { session });
          await reservations.deleteOne({ _id: id }, { session });
          await suppressions.deleteMany({ client, campaign: id }, { session });
          return true;
        },
        keep: (removed) => removed,
      });
    },

    async sweepRemoved({ limit }) {
      const [removal] = await removals.find().sort({ _id: 1 }).limit(1).toArray();
      if (!removal) return false;
      const campaign = removal._id;
      let left = limit - (await sweepImports(collections, campaign, limit));
      const keyed = { _id: keysAfter(campaign, -1) };
      for (const collection of ['enrollments', 'contacts', 'chunks', 'calendars'] as const) {
        left -= await deleteFrom(collections[collection], keyed, left);
      }
      left -= await deleteFrom(collections.attempts, { key: keyed._id }, left);
      left -= await deleteFrom(collections.tallies, { campaign }, left);
      left -= await deleteFrom(collections.transitionCounts, { '_id.campaign': campaign }, left);
      const rows = { $gte: { campaign, at: -Infinity }, $lt: { campaign: campaign + 1, at: -Infinity } };
      left -= await deleteFrom(collections.series, { _id: rows }, left);
      if (left > 0) await removals.deleteOne({ _id: campaign });
      return (await removals.findOne({}, { projection: { _id: 1 }, sort: { _id: 1 } })) !== null;
    },
  };
}

/** Deletes up to `limit` rows of the imports of the campaign. Resolves with their number. */
async function sweepImports(
  { imports, importRows }: Pick<Collections, 'imports' | 'importRows'>,
  campaign: number,
  limit: number,
): Promise<number> {
  let deleted = 0;
  for (const { _id, number } of await imports.find({ campaign }, { projection: { number: 1 } }).toArray()) {
    const rows = { _id: { $gte: { import: number, row: -1 }, $lt: { import: number + 1, row: -1 } } };
    const wanted = limit - deleted;
    const count = await deleteFrom(importRows, rows, wanted);
    deleted += count;
    if (count >= wanted) return deleted;
    await imports.deleteOne({ _id });
    deleted += 1;
  }
  return deleted;
}

/** Deletes from a collection of any type, so that one loop can do it for all. */
function deleteFrom(collection: unknown, filter: object, limit: number): Promise<number> {
  return deleteSome({ collection: collection as Collection, filter, limit });
}
