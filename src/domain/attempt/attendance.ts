/**
 * Whether somebody took an answered call that needs a bot or an agent: `attended`, or `abandoned` if the contact was left
 * alone. Null for a call that needs nobody, or that no person has answered.
 */
export type Attendance = 'attended' | 'abandoned';

/** Calls that a person has answered, and those of them that were abandoned, in the day that begins at `at`. */
export type AttendanceCounts = { live: number; abandoned: number };
export type AttendanceSlice = { at: number } & AttendanceCounts;

export const attendanceSliceMs = 86_400_000;

/** For how long they count: 47 CFR 64.1200(a)(7) measures the rate over 30 days. */
export const attendanceMs = 30 * attendanceSliceMs;

/** Returns the begin of the slice that contains an instant. */
export function attendanceSliceAt(at: number): number {
  return Math.floor(at / attendanceSliceMs) * attendanceSliceMs;
}
