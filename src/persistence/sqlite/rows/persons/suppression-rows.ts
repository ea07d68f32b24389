import type { Suppression } from '../../../../domain/contact/party.ts';
import { integer, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const suppressions = declareTable<Suppression>({
  table: 'suppressions',
  fields: {
    client: text({ personal: null }),
    address: text({ personal: 'address' }),
    reason: text({ personal: 'free-text' }),
    by: text({ personal: null }),
    at: integer(),
  },
});
