import type { Change } from '../../../domain/client-event.ts';
import type { Micros } from '../../../domain/cost/money.ts';
import type { RateTable } from '../../../domain/cost/rate-table.ts';
import type { RequestKey } from '../../../domain/request-key.ts';

/** What calls of a client cost in one period, with what is reserved for open ones. `period`: a day or a month. */
export type Spending = { period: string; currency: string; micros: Micros };

/**
 * A change of what the client has spent. `limit`: the turn starts attempts that count in this period, and may not leave
 * more than this; null if it starts none.
 */
export type SpendingChange = Spending & { limit: Micros | null };

/**
 * Rate tables, and what clients have spent. Each change of a table is in the log of its client, and raises the revision of
 * settings (`SettingStore.readNewSettings`), so every instance learns of it within a second.
 */
export type CostStore = {
  /** Adds the rates of a client (`*`: of all clients) from an instant on, or replaces those from the same instant. */
  putRates: (
    input: Pick<RateTable, 'client' | 'validFrom' | 'text' | 'rates'> & Change,
    request?: RequestKey,
  ) => Promise<RateTable>;
  /** Removes the rates from an instant on. Returns false if there are none. */
  removeRates: (
    input: Pick<RateTable, 'client' | 'validFrom'> & Change,
    request?: RequestKey,
  ) => Promise<boolean>;
  /** Returns the tables of a client (`*`: for all clients), the newest first. */
  listRates: (client: string) => Promise<readonly RateTable[]>;
  /**
   * Returns what a client has spent in these periods; nothing for a period without attempts. Only turns change it: see
   * `Turn.spending`.
   */
  readSpending: (input: { client: string; periods: readonly string[] }) => Promise<readonly Spending[]>;
};

/** The names of the verbs of `CostStore`. */
export const costVerbs = [
  'putRates',
  'removeRates',
  'listRates',
  'readSpending',
] as const satisfies readonly (keyof CostStore)[];
