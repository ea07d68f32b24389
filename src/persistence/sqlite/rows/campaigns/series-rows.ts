import type { SeriesRow } from '../../../../domain/campaign/series.ts';
import { integer, json, nullable } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const seriesRows = declareTable<SeriesRow>({
  table: 'series',
  own: { campaign: integer() },
  fields: {
    at: integer(),
    placed: integer(),
    ended: json({ personal: null }),
    contactsEnded: integer(),
    open: nullable(integer()),
  },
});
