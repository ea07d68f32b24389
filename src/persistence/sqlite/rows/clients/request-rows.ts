import type { RequestKey } from '../../../../domain/request-key.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** The stored facts about a request. `status` and `body` are those of its answer. */
export type RequestRow = RequestKey & {
  client: string | null;
  result: string | null;
  status: number | null;
  body: string | null;
};

export const requestRows = declareTable<RequestRow>({
  table: 'requests',
  fields: {
    key: text({ personal: null }),
    digest: text({ personal: null }),
    at: integer(),
    client: nullable(text({ personal: null })),
    result: nullable(text({ personal: 'content' })),
    status: nullable(integer()),
    body: nullable(text({ personal: 'content' })),
  },
});
