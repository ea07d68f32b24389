import { attendance } from '../sqlite/rows/attempts/attendance-rows.ts';
import type { AttendanceRow } from '../sqlite/rows/attempts/attendance-rows.ts';
import { moveTable } from './moved-table.ts';
import type { MovedTable } from './moved-table.ts';

/** The calls that needed a bot or an agent. */
export const movedOfAttendance: readonly MovedTable[] = [
  moveTable({
    table: attendance,
    collection: 'attendance',
    key: ['attendance.client', 'attendance.at', 'attendance.campaign'],
    document: ({ client, at, campaign, ...counts }: AttendanceRow) => ({
      _id: { client, at, campaign },
      ...counts,
    }),
  }),
];
