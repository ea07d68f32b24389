import type { StoredWebhook } from '../../../contract/queues/webhooks.ts';
import { boolean, integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

export const webhooks = declareTable<StoredWebhook>({
  table: 'webhooks',
  fields: {
    id: text({ personal: null }),
    client: text({ personal: null }),
    url: text({ personal: null }),
    description: text({ personal: null }),
    secret: text({ personal: null }),
    formerSecret: nullable(text({ personal: null })),
    formerUntil: nullable(integer()),
    types: json({ personal: null }),
    include: json({ personal: null }),
    enabled: boolean(),
    disabledWhy: nullable(text({ personal: null })),
    since: integer(),
    createdAt: integer(),
    updatedAt: integer(),
    rev: integer(),
    failingSince: nullable(integer()),
    failures: integer(),
    pausedUntil: nullable(integer()),
    lastDeliveredAt: nullable(integer()),
    lastFailedAt: nullable(integer()),
    lastError: nullable(text({ personal: null })),
  },
});

/** What an operator sets. */
export const webhookSettings = webhooks.pick(
  'id',
  'client',
  'url',
  'description',
  'secret',
  'formerSecret',
  'formerUntil',
  'types',
  'include',
  'enabled',
  'disabledWhy',
  'since',
  'createdAt',
  'updatedAt',
  'rev',
);

export const webhookCursors = declareTable<{ webhook: string; campaign: string; seq: number }>({
  table: 'webhook_cursors',
  fields: {
    webhook: text({ personal: null }),
    campaign: text({ personal: null }),
    seq: integer(),
  },
});
