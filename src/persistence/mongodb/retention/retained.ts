import { endedStates } from '../../../domain/campaign/campaign.ts';
import { keyOf } from '../../common/keys.ts';
import type { RetentionStore } from '../../contract/campaigns/retention.ts';
import type { EventLog } from '../campaigns/events.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import { deleteSome } from '../documents/delete-some.ts';

type RetainedVerbs = Pick<RetentionStore, 'listRetained' | 'settleRetained' | 'cutLog' | 'sweepLog'>;

const fields = { contacts: 'contactsSince', events: 'eventsSince' } as const;
const hasEnded = { state: { $in: [...endedStates] } };

/** Finds ended campaigns with data whose period is over, and removes the beginning of their logs. */
export function createRetained({
  collections: { campaigns, chunks, reviews },
  transactions,
  events,
  clientLog,
}: {
  collections: Pick<Collections, 'campaigns' | 'chunks' | 'reviews'>;
  transactions: Transactions;
  events: Pick<EventLog, 'append'>;
  clientLog: ClientLog;
}): RetainedVerbs {
  return {
    async listRetained({ client, kind, before, after, limit }) {
      const field = fields[kind];
      const later = after && {
        $or: [{ [field]: { $gt: after.since } }, { [field]: after.since, _id: { $gt: after.campaign } }],
      };
      const found = await campaigns
        .find({ client, [field]: { $gt: 0, $lt: before }, ...later }, { projection: { [field]: 1 } })
        .sort({ [field]: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map((document) => ({ campaign: document._id, since: document[field] ?? 0 }));
    },
    settleRetained: ({ campaign, kind, rev, event }) =>
      transactions.run(async (session) => {
        const field = fields[kind];
        const settled = await campaigns.findOneAndUpdate(
          { _id: campaign, rev, [field]: { $exists: true }, ...hasEnded },
          { $unset: { [field]: true } },
          { projection: { client: 1 }, session },
        );
        if (!settled) return false;
        if (kind === 'contacts')
          await reviews.updateMany({ campaign }, { $set: { note: null } }, { session });
        if (event) await clientLog.append(settled.client, event, session);
        return true;
      }),
    cutLog: ({ campaign, expected, event }) =>
      transactions.run(
        async (session) => {
          const { hash: previous } = event.data;
          const cut = await campaigns.findOneAndUpdate(
            { _id: campaign, ...expected, lastHash: previous, ...hasEnded },
            {
              $set: { seq: event.seq, cutSeq: event.seq, unpublished: true as const },
              $unset: { takeovers: true, takenAt: true },
              $inc: { rev: 1 },
            },
            { projection: { number: 1 }, session },
          );
          if (!cut) return false;
          const lastHash = await events.append({ campaign: cut.number, previous, events: [event] }, session);
          await campaigns.updateOne({ _id: campaign }, { $set: { lastHash } }, { session });
          return true;
        },
        (isCut) => isCut,
      ),
    async sweepLog({ campaign, limit }) {
      const found = await campaigns.findOne({ _id: campaign }, { projection: { number: 1, cutSeq: 1 } });
      if (!found) return false;
      const { number, cutSeq = 0 } = found;
      const filter = { _id: { $gte: keyOf(number, 0), $lt: keyOf(number, cutSeq) } };
      return (await deleteSome({ collection: chunks, filter, sort: { _id: 1 }, limit })) === limit;
    },
  };
}
