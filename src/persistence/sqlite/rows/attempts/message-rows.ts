import type { RenderedMessage } from '../../../contract/attempts/messages.ts';
import type { ReviewItem } from '../../../contract/queues/reviews.ts';
import { integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const messages = declareTable<RenderedMessage>({
  table: 'messages',
  fields: {
    attempt: text({ personal: null }),
    client: text({ personal: null }),
    campaign: text({ personal: null }),
    subject: nullable(text({ personal: 'content' })),
    body: nullable(text({ personal: 'content' })),
    hash: text({ personal: null }),
    variant: nullable(text({ personal: null })),
    generator: text({ personal: null }),
    audit: json({ personal: 'content' }),
    renderedAt: integer(),
  },
});

export const reviews = declareTable<ReviewItem>({
  table: 'reviews',
  fields: {
    id: text({ personal: null }),
    client: text({ personal: null }),
    campaign: text({ personal: null }),
    position: nullable(integer()),
    attempt: nullable(text({ personal: null })),
    kind: text({ personal: null }),
    state: text({ personal: null }),
    openedAt: integer(),
    decidedAt: nullable(integer()),
    decidedBy: nullable(text({ personal: null })),
    note: nullable(text({ personal: 'free-text' })),
  },
});
