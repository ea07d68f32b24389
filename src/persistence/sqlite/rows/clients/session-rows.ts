import type { SessionRecord } from '../../../contract/clients/sessions.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const sessions = declareTable<SessionRecord>({
  table: 'sessions',
  fields: {
    tokenHash: text({ personal: null }),
    client: text({ personal: null }),
    role: text({ personal: null }),
    by: text({ personal: null }),
    createdAt: integer(),
    expiresAt: integer(),
    revokedAt: nullable(integer()),
  },
});
