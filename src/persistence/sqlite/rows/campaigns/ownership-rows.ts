import type { InstanceRecord } from '../../../contract/store.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const instances = declareTable<InstanceRecord>({
  table: 'instances',
  fields: {
    id: text({ personal: null }),
    counter: integer(),
    startedAt: integer(),
    address: nullable(text({ personal: null })),
  },
});

/** News for the owner of a campaign: another instance has committed, up to this `rev` and `seq`. */
export const ownerNews = declareTable<{ campaign: string; rev: number; seq: number }>({
  table: 'owner_notes',
  fields: {
    campaign: text({ personal: null }),
    rev: integer(),
    seq: integer(),
  },
});
