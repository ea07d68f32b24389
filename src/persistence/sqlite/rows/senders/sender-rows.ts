import type { Sender } from '../../../../domain/sender/sender.ts';
import type { NotedSenderOutcomes } from '../../../contract/senders/senders.ts';
import { integer, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** The senders of clients. They are the client's own numbers, not those of contacts. */
export const senders = declareTable<Sender>({
  table: 'senders',
  fields: {
    client: text({ personal: null }),
    address: text({ personal: null }),
    label: nullable(text({ personal: null })),
    tags: json({ personal: null }),
    mode: text({ personal: null }),
    quarantine: nullable(json({ personal: null })),
    limits: json({ personal: null }),
    judgedSince: integer(),
    addedAt: integer(),
    changedAt: integer(),
  },
});

/** The outcomes of a sender in one slice of time. */
export const senderOutcomes = declareTable<NotedSenderOutcomes & { client: string }>({
  table: 'sender_outcomes',
  fields: {
    client: text({ personal: null }),
    at: integer(),
    address: text({ personal: null }),
    lastAt: integer(),
    blockedAt: integer(),
    attempts: integer(),
    reached: integer(),
    short: integer(),
    blocked: integer(),
  },
});
