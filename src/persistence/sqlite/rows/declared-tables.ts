import { attempts } from './attempt-rows.ts';
import { campaigns } from './campaign-rows.ts';
import { breakerOutcomes, breakerRows } from './breaker-rows.ts';
import type { PersonalKind } from './columns/column.ts';
import { blob, integer } from './columns/column.ts';
import { declareTable } from './columns/table.ts';
import type { DeclaredColumn } from './columns/table.ts';
import { contactAddresses, contacts } from './contact-rows.ts';
import { enrollments } from './enrollment-rows.ts';
import { deliveries } from './delivery-rows.ts';
import { calendars, tallies } from './due-rows.ts';
import { importRows, imports } from './import-rows.ts';
import { limitHoldings, limitReservations, limitRows } from './limit-rows.ts';
import { clientEvents, eventBatches, inboxEvents } from './log-rows.ts';
import { messages, reviews } from './message-rows.ts';
import { instances } from './ownership-rows.ts';
import { parties, persons } from './person-rows.ts';
import { requestRows } from './request-rows.ts';
import { seriesRows } from './series-rows.ts';
import { sessions } from './session-rows.ts';
import { clients, holds, stopEvents } from './setting-rows.ts';
import { suppressions } from './suppression-rows.ts';
import { tasks } from './task-rows.ts';
import { transitionCounts } from './transition-rows.ts';

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
  persons,
  parties,
  instances,
  holds,
  stopEvents,
  clients,
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
  removals,
  roomProbes,
];

/** A column that has personal data of contacts, and of which kind. */
export type PersonalColumn = { table: string; column: string; personal: PersonalKind };

/** Every column of the database that has personal data of contacts, by table. */
export function personalColumns(): PersonalColumn[] {
  return declaredTables.flatMap(({ columns }) =>
    columns.flatMap(({ table, column, personal }) =>
      personal === null ? [] : [{ table, column, personal }],
    ),
  );
}
