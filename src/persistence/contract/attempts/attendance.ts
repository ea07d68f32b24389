import type { AttendanceCounts, AttendanceSlice } from '../../../domain/attempt/attendance.ts';

/**
 * What is added to the counts of a campaign, without a condition. Numbers are negative if later evidence corrects an
 * outcome.
 */
export type NotedAttendance = AttendanceSlice;

/** The calls that a person has answered and that needed a bot or an agent. Only turns add to them: see `Turn.attendance`. */
export type AttendanceStore = {
  /** Returns the sums of a client, or of one of its campaigns, in the slices from `since` on. */
  readAttendance: (input: { client: string; campaign?: string; since: number }) => Promise<AttendanceCounts>;
  /** Deletes up to `limit` slices of all clients that begin before `before`. Returns whether there are more. */
  dropAttendance: (input: { before: number; limit: number }) => Promise<boolean>;
};
