import type { Consent } from '../../../../domain/consent/consent.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const consents = declareTable<Consent>({
  table: 'consents',
  fields: {
    client: text({ personal: null }),
    address: text({ personal: 'address' }),
    channel: text({ personal: null }),
    givenAt: integer(),
    source: text({ personal: 'free-text' }),
    purpose: nullable(text({ personal: 'free-text' })),
    evidence: nullable(text({ personal: 'free-text' })),
    by: text({ personal: null }),
    recordedAt: integer(),
    withdrawnAt: nullable(integer()),
  },
});
