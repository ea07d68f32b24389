import { attendanceSliceAt } from '../../../domain/attempt/attendance.ts';
import type { AttendanceSlice } from '../../../domain/attempt/attendance.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Turn } from '../../../persistence/contract/store.ts';

export type AttendanceCounter = {
  attempt: (before: Attempt | null, after: Attempt) => void;
  enrollment: () => void;
  /** Returns what the turn adds to the attendance of its campaign. */
  toTurn: () => Pick<Turn, 'attendance'>;
};

/** Counts the ended attempts that a person has answered and that need somebody. Later evidence moves a count. */
export function createAttendanceCounter({
  channels,
}: {
  channels: Pick<Channels, 'attendanceOf'>;
}): AttendanceCounter {
  const slices = new Map<number, AttendanceSlice>();
  const count = (attempt: Attempt, by: 1 | -1): void => {
    const { state, endedAt } = attempt;
    const attendance = state === 'ended' && endedAt !== null ? channels.attendanceOf(attempt) : null;
    if (attendance === null || endedAt === null) return;
    const at = attendanceSliceAt(endedAt);
    const { live, abandoned } = slices.get(at) ?? { live: 0, abandoned: 0 };
    slices.set(at, { at, live: live + by, abandoned: abandoned + by * Number(attendance === 'abandoned') });
  };
  return {
    attempt(before, after) {
      if (before) count(before, -1);
      count(after, 1);
    },
    enrollment: () => undefined,
    toTurn: () => ({
      attendance: [...slices.values()].filter(({ live, abandoned }) => live !== 0 || abandoned !== 0),
    }),
  };
}
