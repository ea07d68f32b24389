import type { ClientSession } from 'mongodb';
import { keyOf } from '../../common/keys.ts';
import type { NotedSenderOutcomes, SenderStore } from '../../contract/senders/senders.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Collections } from '../documents/collections.ts';
import { dropSome } from '../documents/delete-some.ts';

export type SenderOutcomes = Pick<
  SenderStore,
  'readSenderOutcomes' | 'dropSenderOutcomes' | 'readTriedSenders'
> & {
  /** Adds the outcomes of a turn, within its transaction. */
  noteSenderOutcomes: (
    of: { campaign: number; client: string },
    noted: readonly NotedSenderOutcomes[],
    session: ClientSession,
  ) => Promise<void>;
};

/**
 * Stores what the attempts of senders came to. Each campaign has its own documents, which are summed when they are read, so
 * that the transactions of campaigns that share a sender do not conflict.
 */
export function createSenderOutcomes({
  collections: { senderOutcomes, enrollments, attempts },
  readHead,
}: {
  collections: Pick<Collections, 'senderOutcomes' | 'enrollments' | 'attempts'>;
  readHead: ReadHead;
}): SenderOutcomes {
  return {
    async noteSenderOutcomes({ campaign, client }, noted, session) {
      if (noted.length === 0) return;
      await senderOutcomes.bulkWrite(
        noted.map(({ address, at, lastAt, blockedAt, ...counts }) => ({
          updateOne: {
            filter: { _id: { client, at, address, campaign } },
            update: { $inc: counts, $max: { lastAt, blockedAt } },
            upsert: true,
          },
        })),
        { session, ordered: false },
      );
    },
    readSenderOutcomes: ({ client, since }) =>
      senderOutcomes
        .aggregate<NotedSenderOutcomes>([
          { $match: { '_id.client': client, '_id.at': { $gte: since } } },
          {
            $group: {
              _id: { at: '$_id.at', address: '$_id.address' },
              lastAt: { $max: '$lastAt' },
              blockedAt: { $max: '$blockedAt' },
              attempts: { $sum: '$attempts' },
              reached: { $sum: '$reached' },
              short: { $sum: '$short' },
              blocked: { $sum: '$blocked' },
            },
          },
          { $sort: { '_id.at': 1, '_id.address': 1 } },
          { $replaceWith: { $mergeObjects: ['$_id', '$$ROOT'] } },
          { $unset: '_id' },
        ])
        .toArray(),
    dropSenderOutcomes: ({ before, limit }) =>
      dropSome({
        collection: senderOutcomes,
        filter: { '_id.at': { $lt: before } },
        sort: { '_id.at': 1 },
        limit,
      }),
    async readTriedSenders({ campaign, positions }) {
      const head = await readHead(campaign);
      if (!head || positions.length === 0) return [];
      const found = await enrollments
        .find(
          { _id: { $in: positions.map((position) => keyOf(head.number, position)) } },
          { projection: { 'trail.attempts': 1 } },
        )
        .toArray();
      const keys = found.flatMap(({ trail }) => trail.attempts.map((number) => keyOf(head.number, number)));
      if (keys.length === 0) return [];
      const tried = await attempts
        .find({ key: { $in: keys } }, { projection: { position: 1, sender: 1, reachedAt: 1 } })
        .sort({ key: -1 })
        .toArray();
      return tried.flatMap(({ position, sender, reachedAt }) =>
        sender === null ? [] : [{ position, sender, wasReached: reachedAt !== null }],
      );
    },
  };
}
