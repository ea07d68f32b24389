import type { InstanceRecord, Takeover } from '../../../contract/store.ts';
import { integer, named, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const instances = declareTable<InstanceRecord>({
  table: 'instances',
  fields: {
    id: text({ personal: null }),
    counter: integer(),
    startedAt: integer(),
    address: nullable(text({ personal: null })),
    beatAt: nullable(integer()),
  },
});

export const takeovers = declareTable<Takeover>({
  table: 'takeovers',
  fields: {
    campaign: text({ personal: null }),
    epoch: integer(),
    at: integer(),
    from: named('owner_before', nullable(text({ personal: null }))),
    to: named('owner_after', nullable(text({ personal: null }))),
    beatAt: nullable(integer()),
    cause: text({ personal: null }),
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
