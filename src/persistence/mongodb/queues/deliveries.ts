import type { AnyBulkWriteOperation, ClientSession, Filter } from 'mongodb';
import type {
  DeadLetters,
  Delivery,
  DeliveryStore,
  NewDelivery,
  Settlement,
} from '../../contract/queues/deliveries.ts';
import type { Collections } from '../documents/collections.ts';
import type { DeliveryDoc } from '../documents/queue-documents.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import { deleteSome, dropSome } from '../documents/delete-some.ts';
import { readOrdered } from './read-ordered.ts';

/**
 * Stores outgoing deliveries with leases and dead letters. A take is one conditional update of each delivery, so two
 * processes never take the same one.
 */
export function createDeliveries({ deliveries }: Pick<Collections, 'deliveries'>): DeliveryStore {
  return {
    putDeliveries: (added) => putDeliveries(deliveries, added),
    async listDueTargets({ targets, now }) {
      const isDue = async (target: string): Promise<boolean> =>
        (await deliveries.findOne(
          { target, state: 'waiting', dueAt: { $lte: now } },
          { projection: { _id: 1 } },
        )) !== null;
      const due = await Promise.all(targets.map(isDue));
      return targets.filter((_, index) => due[index]);
    },
    takeDueDeliveries: (input) => takeDue(deliveries, input),
    async settleDeliveries(settled) {
      // Each is one conditional write. The server does not tell which of several matched, so they are written one by one.
      const done = await Promise.all(settled.map((one) => settle(deliveries, one)));
      return settled.filter((_, index) => done[index]);
    },
    async expireDeliveries({ target, now, error, limit }) {
      const found = await deliveries
        .find({ target, state: 'waiting', dueAt: { $lte: now }, until: { $lte: now } })
        .sort({ dueAt: 1, _id: 1 })
        .limit(limit)
        .toArray();
      if (found.length === 0) return 0;
      const { modifiedCount } = await deliveries.bulkWrite(
        found.map(({ _id, tries }) => ({
          updateOne: {
            filter: { _id, tries, state: 'waiting', dueAt: { $lte: now } },
            update: { $set: { state: 'dead', taken: false, lastError: error } },
          },
        })),
        { ordered: false },
      );
      return modifiedCount;
    },
    ...createDeadLetters({ deliveries }),
    async readDelivery(id) {
      const found = await deliveries.findOne({ _id: id });
      return found && deliveryFrom(found);
    },
    listDeliveries: ({ target, state, ...page }) =>
      readOrdered({
        collection: deliveries,
        filter: { target, state },
        by: 'dueAt',
        from: deliveryFrom,
        ...page,
      }),
    readDeliveryQueues: () => readQueues(deliveries),
  };
}

/** Each is claimed by its own number of tries, so that of several takers one gets it. */
async function takeDue(
  deliveries: Collections['deliveries'],
  { target, now, leasedUntil, limit }: Parameters<DeliveryStore['takeDueDeliveries']>[0],
): Promise<Delivery[]> {
  const due = { target, state: 'waiting', dueAt: { $lte: now } } as const;
  const found = await deliveries.find(due).sort({ dueAt: 1, _id: 1 }).limit(limit).toArray();
  const taken = await Promise.all(
    found.map((one) =>
      deliveries.findOneAndUpdate(
        { _id: one._id, tries: one.tries, state: 'waiting', dueAt: { $lte: now } },
        { $set: { dueAt: leasedUntil, taken: true }, $inc: { tries: 1 } },
        { returnDocument: 'after' },
      ),
    ),
  );
  return taken.flatMap((one) => (one ? [deliveryFrom(one)] : []));
}

async function settle(deliveries: Collections['deliveries'], one: Settlement): Promise<boolean> {
  const taken: Filter<DeliveryDoc> = { _id: one.id, tries: one.tries, state: 'waiting', taken: true };
  if (one.outcome === 'received') return (await deliveries.deleteOne(taken)).deletedCount === 1;
  const failed =
    one.outcome === 'returned'
      ? { $set: { taken: false, dueAt: one.dueAt } }
      : {
          $set: {
            taken: false,
            lastError: one.error,
            answer: one.answer,
            ...(one.outcome === 'failed' ? { dueAt: one.dueAt } : { state: 'dead' as const }),
          },
          $inc: { failures: 1 },
        };
  return (await deliveries.updateOne(taken, failed)).matchedCount === 1;
}

/** The verbs of deliveries that were given up, or that are not wanted any more. */
function createDeadLetters({
  deliveries,
}: Pick<Collections, 'deliveries'>): Pick<
  DeliveryStore,
  'requeueDeliveries' | 'discardDeliveries' | 'dropDeliveries' | 'dropDeadDeliveries'
> {
  const filterOf = ({
    target,
    ids,
    from = 0,
    to = Number.MAX_SAFE_INTEGER,
  }: DeadLetters): Filter<DeliveryDoc> => ({
    target,
    state: 'dead',
    createdAt: { $gte: from, $lt: to },
    ...(ids && { _id: { $in: [...ids] } }),
  });
  const sort = { createdAt: 1, _id: 1 } as const;
  return {
    async requeueDeliveries({ dueAt, until, limit, ...letters }) {
      const found = await deliveries
        .find(filterOf(letters), { projection: { _id: 1 } })
        .sort(sort)
        .limit(limit)
        .toArray();
      if (found.length === 0) return 0;
      const { modifiedCount } = await deliveries.updateMany(
        { _id: { $in: found.map(({ _id }) => _id) }, state: 'dead' },
        { $set: { state: 'waiting', taken: false, dueAt, until, failures: 0 } },
      );
      return modifiedCount;
    },
    discardDeliveries: ({ limit, ...letters }) =>
      deleteSome({ collection: deliveries, filter: filterOf(letters), sort, limit }),
    dropDeliveries: ({ target, limit }) => deleteSome({ collection: deliveries, filter: { target }, limit }),
    dropDeadDeliveries: ({ before, limit }) =>
      dropSome({ collection: deliveries, filter: { state: 'dead', createdAt: { $lt: before } }, limit }),
  };
}

async function readQueues(
  deliveries: Collections['deliveries'],
): ReturnType<DeliveryStore['readDeliveryQueues']> {
  const countOf = (state: string) => ({ $sum: { $cond: [{ $eq: ['$state', state] }, 1, 0] } });
  const found = await deliveries
    .aggregate<{ _id: string; waiting: number; dead: number; oldestAt: number | null }>([
      { $sort: { target: 1, state: 1 } },
      {
        $group: {
          _id: '$target',
          waiting: countOf('waiting'),
          dead: countOf('dead'),
          oldestAt: { $min: { $cond: [{ $eq: ['$state', 'waiting'] }, '$createdAt', null] } },
        },
      },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return found.map(({ _id, ...queue }) => ({ target: _id, ...queue }));
}

async function putDeliveries(
  deliveries: Collections['deliveries'],
  added: readonly NewDelivery[],
): Promise<number> {
  if (added.length === 0) return 0;
  const { upsertedCount } = await deliveries
    .bulkWrite(added.map(insertion), { ordered: false })
    .catch((error: unknown) => {
      // Another process added one of them at the same moment.
      if (isDuplicateKey(error)) return (error as { result: { upsertedCount: number } }).result;
      throw error;
    });
  return upsertedCount;
}

/** Adds deliveries in a transaction. */
export async function addDeliveries(
  deliveries: Collections['deliveries'],
  added: readonly NewDelivery[],
  session: ClientSession,
): Promise<void> {
  if (added.length > 0) await deliveries.bulkWrite(added.map(insertion), { session });
}

function insertion(delivery: NewDelivery): AnyBulkWriteOperation<DeliveryDoc> {
  const { _id, ...document } = toDocument(delivery);
  return { updateOne: { filter: { _id }, update: { $setOnInsert: document }, upsert: true } };
}

function deliveryFrom({ _id, taken: _t, ...delivery }: DeliveryDoc): Delivery {
  return { id: _id, ...delivery };
}

/** Returns the document of a delivery that was never taken. */
export function toDocument({ id, ...delivery }: NewDelivery): DeliveryDoc {
  const fresh = {
    state: 'waiting',
    taken: false,
    tries: 0,
    failures: 0,
    lastError: null,
    answer: null,
  } as const;
  return { _id: id, ...delivery, ...fresh };
}
