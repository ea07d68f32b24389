import { integer, text } from './columns/column.ts';
import { declareTable } from './columns/table.ts';

/** A move of the store to MongoDB. `moving`: not complete. `target`: the servers and the database. `at`: system time. */
export type Move = { id: string; target: string; state: 'moving' | 'moved'; at: number };

export const moves = declareTable<Move>({
  table: 'moves',
  fields: {
    id: text({ personal: null }),
    target: text({ personal: null }),
    state: text({ personal: null }),
    at: integer(),
  },
});
