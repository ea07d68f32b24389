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
