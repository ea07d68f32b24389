import type { OperatorTask } from '../../../contract/queues/tasks.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const tasks = declareTable<OperatorTask>({
  table: 'tasks',
  fields: {
    id: text({ personal: null }),
    client: text({ personal: null }),
    kind: text({ personal: null }),
    campaign: text({ personal: null }),
    position: integer(),
    createdAt: integer(),
    dueAt: integer(),
    doneAt: nullable(integer()),
    doneBy: nullable(text({ personal: null })),
  },
});
