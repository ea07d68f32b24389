import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { readCursor } from '../../contract/cursors.ts';
import type { EnrollmentStore } from '../../contract/contacts/enrollments.ts';
import type { ImportStore } from '../../contract/contacts/imports.ts';
import type { Collections } from '../documents/collections.ts';
import { keyOf, numberOf } from '../../common/keys.ts';
import { keysAfter } from '../documents/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import { storedStates } from '../../common/campaign-head.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import { enrollmentFrom, withoutTrail } from './enrollment-documents.ts';
import { inOrder } from '../documents/in-order.ts';

/**
 * Resolves with the enrollments at these positions, in the order of the positions. Positions without one are skipped.
 */
export type ReadByPosition = (head: CampaignHead, positions: readonly number[]) => Promise<Enrollment[]>;

export function createReadByPosition({ enrollments }: Pick<Collections, 'enrollments'>): ReadByPosition {
  return async (head, positions) => {
    if (positions.length === 0) return [];
    const keys = positions.map((position) => keyOf(head.number, position));
    const found = await enrollments.find({ _id: { $in: keys } }, { projection: withoutTrail }).toArray();
    return inOrder(keys, found).map((document) => enrollmentFrom(document, head.rest));
  };
}

/** The maximum number of documents that one page of a list reads to find matching ones. */
const maxRead = 5_000;

/** Reads the enrollments of a campaign by position. */
export function createEnrollments({
  collections: { enrollments },
  readHead,
  readByPosition,
}: {
  collections: Pick<Collections, 'enrollments'>;
  readHead: ReadHead;
  readByPosition: ReadByPosition;
}): Pick<EnrollmentStore, 'readEnrollments' | 'listEnrollments'> & Pick<ImportStore, 'readLastPosition'> {
  const lastPosition = async (campaign: number): Promise<number> => {
    const [last] = await enrollments
      .find({ _id: keysAfter(campaign, 0) }, { projection: { _id: 1 } })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    return last ? numberOf(last._id) : 0;
  };

  return {
    async readEnrollments({ campaign, positions }) {
      const head = positions.length > 0 ? await readHead(campaign) : null;
      return head ? readByPosition(head, positions) : [];
    },
    async listEnrollments({ campaign, states, after, limit }) {
      const head = await readHead(campaign);
      if (!head) return { items: [], next: null };
      const [from] = readCursor({ after, form: [0] as const }) ?? [0];
      const stored = states && storedStates(states, head.rest);
      const upTo = from + maxRead;
      const found = await enrollments
        .find(
          {
            _id: { $gt: keyOf(head.number, from), $lte: keyOf(head.number, upTo) },
            ...(stored && { state: { $in: stored } }),
          },
          { projection: withoutTrail },
        )
        .sort({ _id: 1 })
        .limit(limit + 1)
        .toArray();
      const items = found.slice(0, limit).map((document) => enrollmentFrom(document, head.rest));
      if (found.length > limit) return { items, next: JSON.stringify([items.at(-1)?.position]) };
      const isMore = upTo < (await lastPosition(head.number));
      return { items, next: isMore ? JSON.stringify([upTo]) : null };
    },
    async readLastPosition(campaign) {
      const head = await readHead(campaign);
      return head ? lastPosition(head.number) : 0;
    },
  };
}
