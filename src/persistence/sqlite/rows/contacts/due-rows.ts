import type { Calendar } from '../../../../domain/time/window-rules.ts';
import type { DueTally } from '../../../contract/store.ts';
import { waitReasonCode } from '../codes.ts';
import { code, integer, json } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** The calendars of a campaign, by the numbers that its enrollments use. */
export const calendars = declareTable<{ number: number; calendar: Calendar }>({
  table: 'calendars',
  own: { campaign: integer() },
  fields: { number: integer(), calendar: json({ personal: null }) },
});

export const tallies = declareTable<DueTally>({
  table: 'tallies',
  own: { campaign: integer() },
  fields: {
    calendar: integer(),
    dueClass: integer(),
    waitReason: code(waitReasonCode),
    bucket: integer(),
    contacts: integer(),
  },
});
