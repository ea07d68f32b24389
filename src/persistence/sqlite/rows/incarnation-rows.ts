import type { Incarnation } from '../../../domain/incarnation.ts';
import { integer, nullable, text } from './columns/column.ts';
import { declareTable } from './columns/table.ts';

export const incarnations = declareTable<Incarnation>({
  table: 'incarnations',
  fields: {
    number: integer(),
    id: text({ personal: null }),
    at: integer(),
    since: nullable(integer()),
    phase: nullable(text({ personal: null })),
    reviewed: integer(),
    reconciledAt: nullable(integer()),
  },
});
