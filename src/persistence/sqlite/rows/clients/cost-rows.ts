import type { RateTable } from '../../../../domain/cost/rate-table.ts';
import type { Spending } from '../../../contract/cost/rates.ts';
import { integer, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** The rates of a client from an instant on. */
export const rateTables = declareTable<RateTable>({
  table: 'rate_tables',
  fields: {
    client: text({ personal: null }),
    validFrom: integer(),
    text: text({ personal: null }),
    rates: integer(),
    importedAt: integer(),
    by: text({ personal: null }),
  },
});

/** What the calls of a client cost in a day or a month. */
export const clientSpending = declareTable<Spending & { client: string }>({
  table: 'client_spending',
  fields: {
    client: text({ personal: null }),
    period: text({ personal: null }),
    currency: text({ personal: null }),
    micros: integer(),
  },
});
