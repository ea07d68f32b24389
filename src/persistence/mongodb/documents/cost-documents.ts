import type { RateTable } from '../../../domain/cost/rate-table.ts';

export type RateTableDoc = Omit<RateTable, 'client' | 'validFrom'> & {
  _id: { client: string; validFrom: number };
};
export type SpendingDoc = { _id: { client: string; period: string; currency: string }; micros: number };
