import type { Delivery, DeliveryStore, NewDelivery } from '../../contract/queues/deliveries.ts';
import type { Collections } from '../documents/collections.ts';
import type { DeliveryDoc } from '../documents/queue-documents.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import { dropSome } from '../documents/delete-some.ts';
import { readOrdered } from './read-ordered.ts';

/**
 * Stores outgoing deliveries with leases and dead letters. A take is one conditional update, so two processes never
 * take the same delivery.
 */
export function createDeliveries({ deliveries }: Pick<Collections, 'deliveries'>): DeliveryStore {
  const change = async (
    { id, tries }: { id: string; tries: number },
    fields: Partial<DeliveryDoc>,
  ): Promise<boolean> => {
    const { matchedCount } = await deliveries.updateOne(
      { _id: id, tries, state: 'waiting', taken: true },
      { $set: { ...fields, taken: false } },
    );
    return matchedCount === 1;
  };

  return {
    putDeliveries: (added) => putDeliveries(deliveries, added),
    async takeDueDeliveries({ now, leasedUntil, limit }) {
      const taken: Delivery[] = [];
      while (taken.length < limit) {
        const found = await deliveries.findOneAndUpdate(
          { state: 'waiting', dueAt: { $lte: now } },
          { $set: { dueAt: leasedUntil, taken: true }, $inc: { tries: 1 } },
          { sort: { dueAt: 1, _id: 1 }, returnDocument: 'after' },
        );
        if (!found) break;
        taken.push(deliveryFrom(found));
      }
      return taken;
    },
    async completeDelivery({ id, tries }) {
      const { deletedCount } = await deliveries.deleteOne({ _id: id, tries, state: 'waiting', taken: true });
      return deletedCount === 1;
    },
    failDelivery: ({ dueAt, error, ...take }) => change(take, { dueAt, lastError: error }),
    giveUpDelivery: ({ error, ...take }) => change(take, { state: 'dead', lastError: error }),
    async requeueDelivery({ id, dueAt }) {
      const { matchedCount } = await deliveries.updateOne(
        { _id: id, state: 'dead' },
        { $set: { state: 'waiting', dueAt, taken: false } },
      );
      return matchedCount === 1;
    },
    listDeliveries: ({ client, state, ...page }) =>
      readOrdered({
        collection: deliveries,
        filter: { ...(client !== undefined && { client }), ...(state !== undefined && { state }) },
        by: 'dueAt',
        from: deliveryFrom,
        ...page,
      }),
    dropDeadDeliveries: ({ before, limit }) =>
      dropSome({ collection: deliveries, filter: { state: 'dead', createdAt: { $lt: before } }, limit }),
  };
}

async function putDeliveries(
  deliveries: Collections['deliveries'],
  added: readonly NewDelivery[],
): Promise<number> {
  if (added.length === 0) return 0;
  const documents = added.map(toDocument);
  const { upsertedCount } = await deliveries
    .bulkWrite(
      documents.map(({ _id, ...document }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: document }, upsert: true },
      })),
      { ordered: false },
    )
    .catch((error: unknown) => {
      // Another process added one of them at the same moment.
      if (isDuplicateKey(error)) return (error as { result: { upsertedCount: number } }).result;
      throw error;
    });
  return upsertedCount;
}

function deliveryFrom({ _id, taken: _t, ...delivery }: DeliveryDoc): Delivery {
  return { id: _id, ...delivery };
}

/** Returns the document of a delivery that was never taken. */
export function toDocument({ id, ...delivery }: NewDelivery): DeliveryDoc {
  return { _id: id, ...delivery, state: 'waiting', taken: false, tries: 0, lastError: null };
}
