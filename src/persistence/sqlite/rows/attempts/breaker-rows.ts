import type { Breaker, BreakerBucket } from '../../../../domain/breaker.ts';
import { boolean, integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const breakerRows = declareTable<Breaker>({
  table: 'breakers',
  fields: {
    key: text({ personal: null }),
    rev: integer(),
    open: boolean(),
    failedProbes: integer(),
    probeAt: nullable(integer()),
    probe: nullable(json({ personal: null })),
    failedAt: nullable(integer()),
    since: integer(),
  },
});

/** The outcomes of a breaker in one slice of time. */
export const breakerOutcomes = declareTable<BreakerBucket & { key: string }>({
  table: 'breaker_outcomes',
  fields: { key: text({ personal: null }), at: integer(), outcomes: integer(), faults: integer() },
});
