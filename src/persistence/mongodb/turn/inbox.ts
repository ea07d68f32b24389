import type { ClientSession } from 'mongodb';
import type { Store } from '../../contract/store.ts';
import type { Collections } from '../documents/collections.ts';
import { insertOnce } from '../documents/insert-once.ts';
import type { NextNumber } from '../documents/counters.ts';

export type Inbox = Pick<Store, 'putInbox' | 'readInbox' | 'listInboxes'> & {
  /** Removes events that the running turn consumed. */
  consume: (of: { campaign: string; ids: readonly string[] }, session: ClientSession) => Promise<void>;
};

/** Events that wait until the owner of their campaign takes them, in the order they came. */
export function createInbox({
  collections: { inbox },
  nextNumber,
}: {
  collections: Pick<Collections, 'inbox'>;
  nextNumber: NextNumber;
}): Inbox {
  return {
    async putInbox({ id, campaign, ...event }) {
      return insertOnce(inbox, { _id: { campaign, id }, number: await nextNumber('inbox'), ...event });
    },
    async readInbox({ campaign, limit }) {
      const found = await inbox
        .find({ '_id.campaign': campaign })
        .sort({ '_id.campaign': 1, number: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, number: _n, ...event }) => ({ ..._id, ...event }));
    },
    listInboxes: () => inbox.distinct('_id.campaign'),
    async consume({ campaign, ids }, session) {
      if (ids.length === 0) return;
      await inbox.deleteMany({ _id: { $in: ids.map((id) => ({ campaign, id })) } }, { session });
    },
  };
}
