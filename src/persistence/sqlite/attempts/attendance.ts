import type { AttendanceStore } from '../../contract/attempts/attendance.ts';
import type { Turn } from '../../contract/store.ts';
import type { Connection } from '../connection/connection.ts';
import { attendance } from '../rows/attempts/attendance-rows.ts';
import { insertInto } from '../rows/columns/sql.ts';
import type { SyncStore } from '../sync-store.ts';

export type Attendance = Pick<SyncStore, keyof AttendanceStore> & {
  /** Adds the attendance of a turn, within its transaction. */
  note: (of: { client: string; campaign: string }, noted: Turn['attendance']) => void;
};

/** Stores which calls that a person has answered were taken by a bot or an agent. */
export function createAttendance({ prepare, transact }: Connection): Attendance {
  const note = prepare(
    `${insertInto('attendance', attendance.names)} ON CONFLICT (client, at, campaign) DO UPDATE SET
       live = live + excluded.live, abandoned = abandoned + excluded.abandoned`,
  );
  const sums = 'SELECT coalesce(sum(live), 0), coalesce(sum(abandoned), 0) FROM attendance';
  const ofClient = prepare(`${sums} WHERE client = ? AND at >= ?`);
  const ofCampaign = prepare(`${sums} WHERE client = ? AND at >= ? AND campaign = ?`);
  const drop = prepare(
    `DELETE FROM attendance WHERE (client, at, campaign) IN
       (SELECT client, at, campaign FROM attendance WHERE at < ? ORDER BY at LIMIT ?)`,
  );
  const findOlder = prepare('SELECT 1 FROM attendance WHERE at < ? LIMIT 1');
  return {
    note(of, noted) {
      for (const slice of noted) note.run(...attendance.cells({ ...of, ...slice }));
    },
    readAttendance({ client, campaign, since }) {
      const found =
        campaign === undefined ? ofClient.get(client, since) : ofCampaign.get(client, since, campaign);
      const [live, abandoned] = found ?? [0, 0];
      return { live: Number(live), abandoned: Number(abandoned) };
    },
    dropAttendance: ({ before, limit }) =>
      transact(() => {
        drop.run(before, limit);
        return findOlder.get(before) !== undefined;
      }),
  };
}
