import { attendanceMs, attendanceSliceAt } from '../../../domain/attempt/attendance.ts';
import type { AttendanceCounts } from '../../../domain/attempt/attendance.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { Dispatching } from '../../turn/dispatching.ts';

/** How old the counts of a client may be, in system time. */
const freshMs = 1_000;
/** The interval of deletions of old counts, and how many are deleted at once. */
const dropEveryMs = 3_600_000;
const dropAtOnce = 1_000;

/** Creates a reader of the counts of clients. It deletes counts that are too old from time to time. */
export function createAttendanceReader({
  store,
  monotonic,
}: {
  store: Pick<Store, 'readAttendance' | 'dropAttendance'>;
  /** Returns the milliseconds of a clock that is never set. */
  monotonic: () => number;
}): Dispatching['attendance'] {
  const known = new Map<string, { readAt: number; counts: AttendanceCounts }>();
  let droppedAt = -Infinity;
  return async ({ client, at }) => {
    const now = monotonic();
    const found = known.get(client);
    if (found && now - found.readAt < freshMs) return found.counts;
    const since = attendanceSliceAt(at - attendanceMs);
    const counts = await store.readAttendance({ client, since });
    known.set(client, { readAt: now, counts });
    if (now - droppedAt >= dropEveryMs) {
      droppedAt = now;
      await store.dropAttendance({ before: since, limit: dropAtOnce });
    }
    return counts;
  };
}
