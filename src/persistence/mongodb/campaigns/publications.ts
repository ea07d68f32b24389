import type { PublicationStore } from '../../contract/campaigns/publications.ts';
import type { Collections } from '../documents/collections.ts';

/** Stores how far the log of each campaign is published. */
export function createPublications({ campaigns }: Pick<Collections, 'campaigns'>): PublicationStore {
  return {
    async listUnpublished({ after, limit }) {
      const found = await campaigns
        .find({ unpublished: true, _id: { $gt: after ?? '' } }, { projection: { client: 1, published: 1 } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, client, published = 0 }) => ({ campaign: _id, client, published }));
    },
    async readPublishedSeq(campaign) {
      const found = await campaigns.findOne({ _id: campaign }, { projection: { published: 1 } });
      return found?.published ?? 0;
    },
    async notePublished({ campaign, seq }) {
      const { matchedCount } = await campaigns.updateOne(
        { _id: campaign, seq },
        { $set: { published: seq }, $unset: { unpublished: true } },
      );
      // Events were added meanwhile.
      if (matchedCount === 0)
        await campaigns.updateOne({ _id: campaign, seq: { $gt: seq } }, { $max: { published: seq } });
    },
  };
}
