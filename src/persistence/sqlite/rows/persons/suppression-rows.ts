import type { HashKey } from '../../../common/hashed-keys.ts';
import type { Suppression } from '../../../../domain/do-not-contact/suppression.ts';
import type { Column } from '../columns/column.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** The id of a campaign; empty for none, because it is part of the key of the table. */
const campaign: Column<string | null> = {
  ...text({ personal: null }),
  encode: (id) => id ?? '',
  decode: (cell) => (cell === '' ? null : String(cell)),
};

/** `address`: the address, or its keyed hash. */
export const suppressions = declareTable<Suppression>({
  table: 'suppressions',
  fields: {
    client: text({ personal: null }),
    address: text({ personal: 'address' }),
    campaign,
    reason: text({ personal: 'free-text' }),
    source: text({ personal: null }),
    origin: nullable(text({ personal: 'free-text' })),
    by: text({ personal: null }),
    at: integer(),
    expiresAt: nullable(integer()),
  },
});

export const hashKeys = declareTable<HashKey>({
  table: 'hash_keys',
  fields: { number: integer(), secret: text({ personal: null }), at: integer() },
});
