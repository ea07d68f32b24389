import type { ClientSession } from 'mongodb';
import type { AttendanceCounts } from '../../../domain/attempt/attendance.ts';
import type { AttendanceStore, NotedAttendance } from '../../contract/attempts/attendance.ts';
import type { Collections } from '../documents/collections.ts';
import { dropSome } from '../documents/delete-some.ts';

export type Attendance = AttendanceStore & {
  /** Adds the attendance of a turn, within its transaction. */
  note: (
    of: { client: string; campaign: string },
    noted: readonly NotedAttendance[],
    session: ClientSession,
  ) => Promise<void>;
};

/** Stores which calls that a person has answered were taken by a bot or an agent. */
export function createAttendance({ attendance }: Pick<Collections, 'attendance'>): Attendance {
  return {
    async note({ client, campaign }, noted, session) {
      if (noted.length === 0) return;
      await attendance.bulkWrite(
        noted.map(({ at, ...counts }) => ({
          updateOne: { filter: { _id: { client, at, campaign } }, update: { $inc: counts }, upsert: true },
        })),
        { session, ordered: false },
      );
    },
    async readAttendance({ client, campaign, since }) {
      const [sum] = await attendance
        .aggregate<AttendanceCounts>([
          {
            $match: {
              '_id.client': client,
              '_id.at': { $gte: since },
              ...(campaign !== undefined && { '_id.campaign': campaign }),
            },
          },
          { $group: { _id: null, live: { $sum: '$live' }, abandoned: { $sum: '$abandoned' } } },
          { $unset: '_id' },
        ])
        .toArray();
      return sum ?? { live: 0, abandoned: 0 };
    },
    dropAttendance: ({ before, limit }) =>
      dropSome({
        collection: attendance,
        filter: { '_id.at': { $lt: before } },
        sort: { '_id.at': 1 },
        limit,
      }),
  };
}
