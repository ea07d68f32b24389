import type { AttendanceSlice } from '../../../../domain/attempt/attendance.ts';
import { integer, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** A row of the attendance of a campaign. */
export type AttendanceRow = AttendanceSlice & { client: string; campaign: string };

/** The calls of a campaign that a person has answered and that needed a bot or an agent, in one day. */
export const attendance = declareTable<AttendanceRow>({
  table: 'attendance',
  fields: {
    client: text({ personal: null }),
    at: integer(),
    campaign: text({ personal: null }),
    live: integer(),
    abandoned: integer(),
  },
});
