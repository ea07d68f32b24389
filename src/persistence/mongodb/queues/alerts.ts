import type { AlertStore } from '../../contract/alerts.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import { toDocument } from './deliveries.ts';

/** Stores the alerts in force. A change of an alert adds its deliveries in the same transaction. */
export function createAlerts({
  collections: { alerts, deliveries: outgoing },
  transactions,
}: {
  collections: Pick<Collections, 'alerts' | 'deliveries'>;
  transactions: Transactions;
}): AlertStore {
  return {
    async putAlert({ alert: { id, ...fields }, toldAt, deliveries }) {
      try {
        return await transactions.run(
          async (session) => {
            if (toldAt !== null) {
              const { deletedCount } = await alerts.deleteOne({ _id: id, toldAt }, { session });
              if (deletedCount === 0) return false;
            }
            await alerts.insertOne({ _id: id, ...fields }, { session });
            if (deliveries.length > 0) await outgoing.insertMany(deliveries.map(toDocument), { session });
            return true;
          },
          (isDone) => isDone,
        );
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    removeAlert: ({ id, toldAt, deliveries }) =>
      transactions.run(
        async (session) => {
          const { deletedCount } = await alerts.deleteOne({ _id: id, toldAt }, { session });
          if (deletedCount === 0) return false;
          if (deliveries.length > 0) await outgoing.insertMany(deliveries.map(toDocument), { session });
          return true;
        },
        (isDone) => isDone,
      ),
    async listAlerts() {
      const found = await alerts.find().sort({ _id: 1 }).toArray();
      return found.map(({ _id, ...alert }) => ({ id: _id, ...alert }));
    },
  };
}
