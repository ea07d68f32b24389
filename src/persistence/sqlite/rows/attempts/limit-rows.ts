import type { StoredAnswer } from '../../../common/handed-starts.ts';
import type { LimitState } from '../../../common/limit-rules.ts';
import { integer, json, nullable, real, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** The state of a shared limit, by its scope. */
export const limitRows = declareTable<LimitState & { scope: string }>({
  table: 'limits',
  fields: {
    scope: text({ personal: null }),
    held: integer(),
    nextFreeAt: real(),
    lastStartAt: nullable(real()),
    hour: text({ personal: null }),
    hourUsed: integer(),
    day: text({ personal: null }),
    dayUsed: integer(),
  },
});

/** The number of slots of a scope that a campaign holds, and the epoch in which that changed last. */
export const limitHoldings = declareTable<{ campaign: string; scope: string; epoch: number; held: number }>({
  table: 'limit_holdings',
  fields: {
    campaign: text({ personal: null }),
    scope: text({ personal: null }),
    epoch: integer(),
    held: integer(),
  },
});

/** The last reservation of a campaign's owner, and what it handed over. */
export const limitReservations = declareTable<{
  campaign: string;
  epoch: number;
  id: number;
  answer: StoredAnswer;
}>({
  table: 'limit_reservations',
  fields: {
    campaign: text({ personal: null }),
    epoch: integer(),
    id: integer(),
    answer: json({ personal: null }),
  },
});
