import type { RateTable } from '../../../domain/cost/rate-table.ts';
import type { CostStore, Spending } from '../../contract/cost/rates.ts';
import type { Turn } from '../../contract/store.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import { createSettingRevision } from '../clients/setting-revision.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto, upsertInto } from '../rows/columns/sql.ts';
import { clientSpending, rateTables } from '../rows/clients/cost-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type Cost = Pick<SyncStore, keyof CostStore> & {
  /**
   * Adds what a turn spends, within its transaction. Returns false if it starts attempts that exceed a limit; the
   * transaction must be undone then.
   */
  spend: (client: string, spending: Turn['spending']) => boolean;
};

/** Stores rate tables and what clients have spent. */
export function createCost({
  connection,
  clientLog,
  requests,
}: {
  connection: Connection;
  clientLog: ClientLog;
  requests: Requests;
}): Cost {
  const { prepare } = connection;
  const columns = rateTables.select();
  const put = prepare(upsertInto('rate_tables', { names: rateTables.names, key: ['client', 'valid_from'] }));
  const remove = prepare('DELETE FROM rate_tables WHERE client = ? AND valid_from = ? RETURNING rates');
  const list = prepare(`SELECT ${columns} FROM rate_tables WHERE client = ? ORDER BY valid_from DESC`);
  const read = prepare(
    `SELECT ${clientSpending.select()} FROM client_spending WHERE client = ? AND period = ? ORDER BY currency`,
  );
  const add = prepare(
    `${insertInto('client_spending', clientSpending.names)} ON CONFLICT (client, period, currency)
     DO UPDATE SET micros = micros + excluded.micros RETURNING micros`,
  );
  const revision = createSettingRevision({ connection });

  return {
    putRates: ({ client, validFrom, text, rates, by, at }, request) =>
      requests.once({
        request,
        client,
        work() {
          const table: RateTable = { client, validFrom, text, rates, importedAt: at, by };
          put.run(...rateTables.cells(table));
          clientLog.append(client, { type: 'rates.imported', at, by, data: { validFrom, rates } });
          revision.raise();
          return table;
        },
      }),
    removeRates: ({ client, validFrom, by, at }, request) =>
      requests.once({
        request,
        client,
        work() {
          const rates = remove.get(client, validFrom)?.[0];
          if (rates === undefined) return false;
          clientLog.append(client, {
            type: 'rates.removed',
            at,
            by,
            data: { validFrom, rates: Number(rates) },
          });
          revision.raise();
          return true;
        },
      }),
    listRates: (client) => list.all(client).map(rateTables.read),
    readSpending: ({ client, periods }) =>
      periods.flatMap((period) =>
        read.all(client, period).map((row): Spending => {
          const { client: _, ...spending } = clientSpending.read(row);
          return spending;
        }),
      ),
    spend: (client, spending) =>
      spending.every(({ limit, ...change }) => {
        const after = Number(add.get(...clientSpending.cells({ client, ...change }))?.[0]);
        return limit === null || after <= limit;
      }),
  };
}
