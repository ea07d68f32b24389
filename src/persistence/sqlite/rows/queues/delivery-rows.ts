import type { Delivery } from '../../../contract/queues/deliveries.ts';
import { integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const deliveries = declareTable<Delivery>({
  table: 'deliveries',
  fields: {
    id: text({ personal: null }),
    client: text({ personal: null }),
    target: text({ personal: null }),
    body: text({ personal: 'content' }),
    createdAt: integer(),
    dueAt: integer(),
    state: text({ personal: null }),
    tries: integer(),
    // The answer of the receiver may repeat what was sent.
    lastError: nullable(text({ personal: 'content' })),
    type: text({ personal: null }),
    campaign: nullable(text({ personal: null })),
    position: nullable(integer()),
    until: integer(),
    failures: integer(),
    answer: nullable(json({ personal: 'content' })),
  },
});
