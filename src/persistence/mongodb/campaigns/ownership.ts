import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { OwnershipRecord, OwnershipStore } from '../../contract/campaigns/ownership.ts';
import type { CampaignDoc, Collections } from '../documents/collections.ts';
import type { OpenSessions } from '../connection/open-sessions.ts';

type Campaigns = Collections['campaigns'];
type Readdress = (input: { campaign: string; owner: string | null }) => Promise<void>;

/**
 * Stores which instance runs which campaign: instances with their heartbeat counters, and the owner and epoch of each
 * campaign.
 */
export function createOwnership({
  collections: { campaigns, instances, holdings },
  openSessions,
  readdress,
}: {
  collections: Pick<Collections, 'campaigns' | 'instances' | 'holdings'>;
  openSessions: OpenSessions;
  /** Writes the new owner of a campaign into its news and events. */
  readdress: Readdress;
}): OwnershipStore {
  return {
    async claimCampaign({ campaign, fromEpoch, instance }) {
      const known = await campaigns.findOne({ _id: campaign }, { projection: { owner: 1 } });
      // The last transaction of the dead owner may still lock this document.
      if (known && known.owner !== null && known.owner !== instance && instance !== null)
        await openSessions.endThoseOf(known.owner);
      const raised = await campaigns.findOneAndUpdate(
        { _id: campaign, epoch: fromEpoch },
        { $inc: { epoch: 1 }, $set: { owner: instance } },
        { projection: { epoch: 1 }, returnDocument: 'after' },
      );
      if (raised) {
        await readdress({ campaign, owner: instance });
        return raised.epoch;
      }
      // Claimed by this instance before, in a try whose answer was lost.
      const claimed = await campaigns.findOne(
        { _id: campaign, epoch: fromEpoch + 1, owner: instance },
        { projection: { epoch: 1 } },
      );
      if (claimed) await readdress({ campaign, owner: instance });
      return claimed?.epoch ?? null;
    },
    async beat({ id, startedAt, address }) {
      await instances.updateOne(
        { _id: id },
        { $inc: { counter: 1 }, $set: { startedAt, address } },
        { upsert: true },
      );
    },
    async listInstances() {
      // The server would read an index and then each document to sort them.
      const found = await instances.find().toArray();
      return found
        .map(({ _id, ...instance }) => ({ id: _id, ...instance }))
        .sort((left, right) => (left.id < right.id ? -1 : 1));
    },
    async removeInstance(id) {
      await instances.deleteOne({ _id: id });
    },
    async removeDeadInstance({ id, counter }) {
      await instances.deleteOne({ _id: id, counter });
    },
    listOrphans: ({ dead, limit }) => listOf(campaigns, { owners: [null, ...dead], limit }),
    listOwned: (instance) => listOf(campaigns, { owners: [instance], limit: 0 }),
    async countByOwner() {
      const counts = await campaigns
        .aggregate<{ _id: string | null; campaigns: number }>([
          { $match: { state: { $in: [...ownedStates] } } },
          { $group: { _id: '$owner', campaigns: { $sum: 1 } } },
        ])
        .toArray();
      return counts.map(({ _id, campaigns: count }) => ({ owner: _id, campaigns: count }));
    },
    async listOwing() {
      const holding = await holdings.distinct('_id.campaign', { held: { $gt: 0 } });
      const found = await campaigns
        .find({ _id: { $in: holding }, state: { $nin: [...ownedStates] } }, { projection })
        .toArray();
      return found.map(recordOf);
    },
  };
}

const projection = { owner: 1, epoch: 1, rev: 1, seq: 1 } as const;

/** Resolves with up to `limit` campaigns; with all of them for a `limit` of 0. */
async function listOf(
  campaigns: Campaigns,
  { owners, limit }: { owners: readonly (string | null)[]; limit: number },
): Promise<OwnershipRecord[]> {
  const found = await campaigns
    .find({ owner: { $in: [...owners] }, state: { $in: [...ownedStates] } }, { projection })
    .limit(limit)
    .toArray();
  return found.map(recordOf);
}

function recordOf({ _id, owner, epoch, rev, seq }: Pick<CampaignDoc, '_id' | keyof typeof projection>) {
  return { campaign: _id, owner, epoch, rev, seq };
}
