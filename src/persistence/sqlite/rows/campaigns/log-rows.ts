import type { LogChunk } from '../../../contract/campaigns/event-log.ts';
import type { InboxEvent } from '../../../contract/store.ts';
import { integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** A chunk of a campaign's log, under the key of its last event. */
export const eventBatches = declareTable<{ key: number; body: string; hash: string | null }>({
  table: 'event_batches',
  fields: {
    key: integer(),
    body: text({ personal: 'content' }),
    hash: nullable(text({ personal: null })),
  },
});

/** An event of a client's log. */
export const clientEvents = declareTable<LogChunk>({
  table: 'client_events',
  own: { client: text({ personal: null }) },
  fields: {
    lastSeq: integer(),
    body: text({ personal: 'content' }),
    hash: nullable(text({ personal: null })),
  },
});

export const inboxEvents = declareTable<InboxEvent>({
  table: 'inbox',
  own: { number: integer() },
  fields: {
    id: text({ personal: null }),
    campaign: text({ personal: null }),
    at: integer(),
    body: text({ personal: 'content' }),
  },
});
