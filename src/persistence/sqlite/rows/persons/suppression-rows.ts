import type { HashKey } from '../../../common/hashed-keys.ts';
import type { Suppression } from '../../../../domain/contact/party.ts';
import { integer, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** `address`: the address, or its keyed hash. */
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

export const hashKeys = declareTable<HashKey>({
  table: 'hash_keys',
  fields: { number: integer(), secret: text({ personal: null }), at: integer() },
});
