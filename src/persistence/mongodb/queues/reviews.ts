import type { ReviewItem, ReviewStore } from '../../contract/queues/reviews.ts';
import type { Collections } from '../documents/collections.ts';
import type { ReviewDoc } from '../documents/queue-documents.ts';
import { insertOnce } from '../documents/insert-once.ts';
import { readOrdered } from './read-ordered.ts';

/** Stores the items that operators decide. */
export function createReviews({ reviews }: Pick<Collections, 'reviews'>): ReviewStore {
  return {
    async putReview({ id, ...item }) {
      return insertOnce(reviews, {
        _id: id,
        ...item,
        state: 'open',
        decidedAt: null,
        decidedBy: null,
        note: null,
      });
    },
    async readReview(id) {
      const found = await reviews.findOne({ _id: id });
      return found && reviewFrom(found);
    },
    async decideReview({ id, state, at, by, note }) {
      const { matchedCount } = await reviews.updateOne(
        { _id: id, state: 'open' },
        { $set: { state, decidedAt: at, decidedBy: by, note } },
      );
      return matchedCount === 1;
    },
    listReviews: ({ client, campaign, state, ...page }) =>
      readOrdered({
        collection: reviews,
        filter: {
          ...(client !== undefined && { client }),
          ...(campaign !== undefined && { campaign }),
          ...(state !== undefined && { state }),
        },
        by: 'openedAt',
        from: reviewFrom,
        ...page,
      }),
  };
}

function reviewFrom({ _id, ...item }: ReviewDoc): ReviewItem {
  return { id: _id, ...item };
}
