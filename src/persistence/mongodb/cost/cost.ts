import type { ClientSession } from 'mongodb';
import type { RateTable } from '../../../domain/cost/rate-table.ts';
import type { CostStore } from '../../contract/cost/rates.ts';
import type { Turn } from '../../contract/store.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Collections } from '../documents/collections.ts';
import type { RateTableDoc } from '../documents/cost-documents.ts';
import type { RaiseRevision } from '../documents/counters.ts';

export type Cost = CostStore & {
  /**
   * Adds what a turn spends, within its transaction. Resolves with false if it starts attempts that exceed a limit; the
   * transaction must be aborted then.
   */
  spend: (client: string, spending: Turn['spending'], session: ClientSession) => Promise<boolean>;
};

/** Stores rate tables and what clients have spent. */
export function createCost({
  collections: { rateTables, spending },
  clientLog,
  requests,
  raiseRevision,
}: {
  collections: Pick<Collections, 'rateTables' | 'spending'>;
  clientLog: ClientLog;
  requests: Requests;
  raiseRevision: RaiseRevision;
}): Cost {
  return {
    putRates: ({ client, validFrom, text, rates, by, at }, request) =>
      requests.once({
        request,
        client,
        async work(session) {
          const fields = { text, rates, importedAt: at, by };
          await rateTables.replaceOne({ _id: { client, validFrom } }, fields, { upsert: true, session });
          await clientLog.append(
            client,
            { type: 'rates.imported', at, by, data: { validFrom, rates } },
            session,
          );
          await raiseRevision(session);
          return { client, validFrom, ...fields };
        },
      }),
    removeRates: ({ client, validFrom, by, at }, request) =>
      requests.once({
        request,
        client,
        async work(session) {
          const removed = await rateTables.findOneAndDelete({ _id: { client, validFrom } }, { session });
          if (!removed) return false;
          const data = { validFrom, rates: removed.rates };
          await clientLog.append(client, { type: 'rates.removed', at, by, data }, session);
          await raiseRevision(session);
          return true;
        },
      }),
    async listRates(client) {
      const found = await rateTables
        .find({ '_id.client': client })
        .sort({ '_id.client': -1, '_id.validFrom': -1 })
        .toArray();
      return found.map(tableFrom);
    },
    async readSpending({ client, periods }) {
      const found = await spending
        .find({ '_id.client': client, '_id.period': { $in: [...periods] } })
        .sort({ '_id.client': 1, '_id.period': 1, '_id.currency': 1 })
        .toArray();
      return found.map(({ _id: { period, currency }, micros }) => ({ period, currency, micros }));
    },
    async spend(client, changes, session) {
      for (const { period, currency, micros, limit } of changes) {
        const after = await spending.findOneAndUpdate(
          { _id: { client, period, currency } },
          { $inc: { micros } },
          { upsert: true, returnDocument: 'after', session },
        );
        if (limit !== null && (after?.micros ?? 0) > limit) return false;
      }
      return true;
    },
  };
}

function tableFrom({ _id, ...table }: RateTableDoc): RateTable {
  return { ..._id, ...table };
}
