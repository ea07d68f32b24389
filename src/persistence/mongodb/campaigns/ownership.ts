import { ownedStates } from '../../../domain/campaign/campaign.ts';
import { takeoversKept } from '../../contract/campaigns/ownership.ts';
import type { Claim, OwnershipRecord, OwnershipStore, Takeover } from '../../contract/campaigns/ownership.ts';
import type { CampaignDoc, Collections, StoredTakeover } from '../documents/collections.ts';
import type { OpenSessions } from '../connection/open-sessions.ts';

type Campaigns = Collections['campaigns'];
type Claims = { claims: readonly Omit<Claim, 'instance'>[]; instance: string | null };
type Readdress = (input: { campaigns: readonly string[]; owner: string | null }) => Promise<void>;

type ClaimParts = { campaigns: Campaigns; openSessions: OpenSessions; readdress: Readdress };

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
  /** Writes the new owner of campaigns into their news and events. */
  readdress: Readdress;
}): OwnershipStore {
  const claim = (claims: Claims): Promise<Map<string, number>> =>
    claimAll({ campaigns, openSessions, readdress }, claims);

  return {
    async claimCampaign({ instance, ...one }) {
      const epochs = await claim({ claims: [one], instance });
      return epochs.get(one.campaign) ?? null;
    },
    claimCampaigns: claim,
    async beat({ id, ...known }) {
      await instances.updateOne({ _id: id }, { $inc: { counter: 1 }, $set: known }, { upsert: true });
    },
    async listInstances() {
      // The server would read an index and then each document to sort them.
      const found = await instances.find().toArray();
      return found
        .map(({ _id, beatAt = null, ...instance }) => ({ id: _id, beatAt, ...instance }))
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
    async listOwners() {
      const owners = await campaigns.distinct('owner', { state: { $in: [...ownedStates] } });
      return owners.filter((owner) => owner !== null);
    },
    async listOwing() {
      const holding = await holdings.distinct('_id.campaign', { held: { $gt: 0 } });
      const found = await campaigns
        .find({ _id: { $in: holding }, state: { $nin: [...ownedStates] } }, { projection })
        .toArray();
      return found.map(recordOf);
    },
    async listTakeovers({ limit }) {
      // The newest takeovers are among those of the campaigns that were taken last.
      const found = await campaigns
        .find({ takenAt: { $gt: 0 } }, { projection: { takeovers: 1 } })
        .sort({ takenAt: -1 })
        .limit(limit)
        .toArray();
      return found
        .flatMap(({ _id, takeovers = [] }) => takeovers.map((one) => ({ campaign: _id, ...one })))
        .sort(newestFirst)
        .slice(0, limit);
    },
  };
}

function newestFirst(left: Takeover, right: Takeover): number {
  if (left.at !== right.at) return right.at - left.at;
  if (left.campaign === right.campaign) return right.epoch - left.epoch;
  return left.campaign < right.campaign ? -1 : 1;
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

/** The update that stores a takeover in the document of its campaign. */
const noted = (takeover: StoredTakeover) => ({
  $push: { takeovers: { $each: [takeover], $slice: -takeoversKept } },
  $max: { takenAt: takeover.at },
});

/** Returns the new epochs of the campaigns that were claimed. */
async function claimAll(
  { campaigns, openSessions, readdress }: ClaimParts,
  { claims, instance }: Claims,
): Promise<Map<string, number>> {
  if (claims.length === 0) return new Map();
  const ids = claims.map(({ campaign }) => campaign);
  // The last transaction of a dead owner may still lock its campaigns.
  if (instance !== null) {
    const owners = await campaigns.distinct('owner', { _id: { $in: ids } });
    for (const owner of owners)
      if (owner !== null && owner !== instance) await openSessions.endThoseOf(owner);
  }
  await campaigns.bulkWrite(
    claims.map(({ campaign, fromEpoch, takeover }) => ({
      updateOne: {
        filter: { _id: campaign, epoch: fromEpoch },
        update: {
          $inc: { epoch: 1 },
          $set: { owner: instance },
          ...(takeover && noted({ ...takeover, epoch: fromEpoch + 1, to: instance })),
        },
      },
    })),
    { ordered: false },
  );
  // Includes those that were claimed by this instance before, in a try whose answer was lost.
  const fromEpochs = new Map(claims.map(({ campaign, fromEpoch }) => [campaign, fromEpoch]));
  const owned = await campaigns
    .find({ _id: { $in: ids }, owner: instance }, { projection: { epoch: 1 } })
    .toArray();
  const claimed = owned.filter(({ _id, epoch }) => epoch === (fromEpochs.get(_id) ?? epoch) + 1);
  if (claimed.length > 0) await readdress({ campaigns: claimed.map(({ _id }) => _id), owner: instance });
  return new Map(claimed.map(({ _id, epoch }) => [_id, epoch]));
}
