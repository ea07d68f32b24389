import { alerts } from './alert-rows.ts';
import { attempts } from './attempts/attempt-rows.ts';
import { campaigns } from './campaigns/campaign-rows.ts';
import { breakerOutcomes, breakerRows } from './attempts/breaker-rows.ts';
import type { PersonalKind } from './columns/column.ts';
import { blob, integer } from './columns/column.ts';
import { declareTable } from './columns/table.ts';
import type { DeclaredColumn } from './columns/table.ts';
import { contactAddresses, contacts } from './contacts/contact-rows.ts';
import { enrollments } from './contacts/enrollment-rows.ts';
import { deliveries } from './queues/delivery-rows.ts';
import { webhookCursors, webhooks } from './queues/webhook-rows.ts';
import { calendars, tallies } from './contacts/due-rows.ts';
import { importRows, imports } from './contacts/import-rows.ts';
import { limitHoldings, limitReservations, limitRows } from './attempts/limit-rows.ts';
import { incarnations } from './incarnation-rows.ts';
import { clientEvents, eventBatches, inboxEvents } from './campaigns/log-rows.ts';
import { messages, reviews } from './attempts/message-rows.ts';
import { moves } from './move-rows.ts';
import { instances, ownerNews, takeovers } from './campaigns/ownership-rows.ts';
import { parties, persons } from './persons/person-rows.ts';
import { requestRows } from './clients/request-rows.ts';
import { seriesRows } from './campaigns/series-rows.ts';
import { sessions } from './clients/session-rows.ts';
import { clientSpending, rateTables } from './clients/cost-rows.ts';
import { clients, emergencyStops, settingRevision, stopEvents } from './clients/setting-rows.ts';
import { consents } from './persons/consent-rows.ts';
import { hashKeys, suppressions } from './persons/suppression-rows.ts';
import { attendance } from './attempts/attendance-rows.ts';
import { senderOutcomes, senders } from './senders/sender-rows.ts';
import { tasks } from './queues/task-rows.ts';
import { transitionCounts } from './campaigns/transition-rows.ts';

const removals = declareTable<{ campaign: number }>({ table: 'removals', fields: { campaign: integer() } });
const roomProbes = declareTable<{ room: Uint8Array }>({ table: 'room_probes', fields: { room: blob() } });

/** Every table of the database. A test compares them with the schema. */
export const declaredTables: readonly { table: string; columns: readonly DeclaredColumn[] }[] = [
  campaigns,
  attempts,
  enrollments,
  contacts,
  contactAddresses,
  calendars,
  tallies,
  imports,
  importRows,
  eventBatches,
  clientEvents,
  inboxEvents,
  suppressions,
  consents,
  persons,
  parties,
  instances,
  takeovers,
  ownerNews,
  emergencyStops,
  stopEvents,
  clients,
  settingRevision,
  requestRows,
  limitRows,
  limitHoldings,
  limitReservations,
  transitionCounts,
  seriesRows,
  breakerRows,
  breakerOutcomes,
  sessions,
  deliveries,
  messages,
  reviews,
  tasks,
  incarnations,
  hashKeys,
  alerts,
  senders,
  senderOutcomes,
  attendance,
  webhooks,
  webhookCursors,
  rateTables,
  clientSpending,
  removals,
  roomProbes,
  moves,
];

/** A column with personal data of contacts, and the kind of that data. */
export type PersonalColumn = { table: string; column: string; personal: PersonalKind };

/** Returns every column of the database with personal data of contacts, by table. */
export function personalColumns(): PersonalColumn[] {
  return declaredTables.flatMap(({ columns }) =>
    columns.flatMap(({ table, column, personal }) =>
      personal === null ? [] : [{ table, column, personal }],
    ),
  );
}
