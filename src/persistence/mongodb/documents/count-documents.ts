import type { AttendanceCounts } from '../../../domain/attempt/attendance.ts';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';

export type BreakerOutcomesDoc = {
  _id: { key: string; at: number; campaign: number };
  outcomes: number;
  faults: number;
};
export type TransitionCountDoc = {
  _id: Omit<TransitionCount, 'count'> & { campaign: number };
  count: number;
};

/** The attendance of a campaign in the day that begins at `_id.at`. */
export type AttendanceDoc = { _id: { client: string; at: number; campaign: string } } & AttendanceCounts;
