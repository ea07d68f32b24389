import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { Store } from '../../contract/store.ts';
import type { CampaignDoc, Collections } from '../documents/collections.ts';
import type { OpenSessions } from '../connection/open-sessions.ts';

type Ownership = Pick<Store, 'claimCampaign' | 'beat' | 'listInstances' | 'removeInstance' | 'listOwnership'>;

/** Who runs what: instances with their heartbeat counters, and the owner and epoch of each campaign. */
export function createOwnership({
  collections: { campaigns, instances, holdings },
  openSessions,
}: {
  collections: Pick<Collections, 'campaigns' | 'instances' | 'holdings'>;
  openSessions: OpenSessions;
}): Ownership {
  const projection = { owner: 1, epoch: 1, rev: 1 } as const;
  const recordOf = ({ _id, owner, epoch, rev }: Pick<CampaignDoc, '_id' | 'owner' | 'epoch' | 'rev'>) => ({
    campaign: _id,
    owner,
    epoch,
    rev,
  });

  return {
    async claimCampaign({ campaign, fromEpoch, instance }) {
      const known = await campaigns.findOne({ _id: campaign }, { projection: { owner: 1 } });
      // Its last transaction may hold this very document.
      if (known && known.owner !== null && known.owner !== instance && instance !== null)
        await openSessions.endThoseOf(known.owner);
      const raised = await campaigns.findOneAndUpdate(
        { _id: campaign, epoch: fromEpoch },
        { $inc: { epoch: 1 }, $set: { owner: instance } },
        { projection: { epoch: 1 }, returnDocument: 'after' },
      );
      if (raised) return raised.epoch;
      // Claimed by this instance before, in a try whose answer was lost.
      const claimed = await campaigns.findOne(
        { _id: campaign, epoch: fromEpoch + 1, owner: instance },
        { projection: { epoch: 1 } },
      );
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
      const found = await instances.find().sort({ _id: 1 }).toArray();
      return found.map(({ _id, ...instance }) => ({ id: _id, ...instance }));
    },
    async removeInstance(id) {
      await instances.deleteOne({ _id: id });
    },
    async listOwnership() {
      const holding = await holdings.distinct('_id.campaign', { held: { $gt: 0 } });
      const [owned, owing] = await Promise.all([
        campaigns.find({ state: { $in: [...ownedStates] } }, { projection }).toArray(),
        campaigns
          .find({ _id: { $in: holding }, state: { $nin: [...ownedStates] } }, { projection })
          .toArray(),
      ]);
      return [...owned, ...owing].map(recordOf);
    },
  };
}
