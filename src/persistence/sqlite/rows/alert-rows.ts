import type { Alert } from '../../../domain/alert.ts';
import { integer, nullable, text } from './columns/column.ts';
import { declareTable } from './columns/table.ts';

export const alerts = declareTable<Alert>({
  table: 'alerts',
  fields: {
    id: text({ personal: null }),
    code: text({ personal: null }),
    client: text({ personal: null }),
    campaign: nullable(text({ personal: null })),
    instance: nullable(text({ personal: null })),
    since: integer(),
    toldAt: integer(),
    detail: text({ personal: null }),
  },
});
