import type { OwnedStore } from '../../contract/campaigns/owned.ts';
import type { Connection } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

/** The verbs that read one campaign. */
type Reads = Pick<
  SyncStore,
  | 'readCampaign'
  | 'readCalendars'
  | 'readTallies'
  | 'readOpenAttempts'
  | 'readEnrollments'
  | 'readPersons'
  | 'readInbox'
>;

/** Reads campaigns for their new owners, one after another: a read costs no round trip. */
export function createOwned({
  connection,
  reads,
}: {
  connection: Connection;
  reads: Reads;
}): Pick<SyncStore, keyof OwnedStore> {
  const readHeld = connection.prepare(
    'SELECT scope, held FROM limit_holdings WHERE campaign = ? AND held > 0',
  );
  return {
    readOwned: (owners) =>
      owners.flatMap(({ campaign }) => {
        const record = reads.readCampaign(campaign);
        if (!record) return [];
        const attempts = reads.readOpenAttempts(campaign);
        const positions = [...new Set(attempts.map(({ position }) => position))];
        const enrollments = reads.readEnrollments({ campaign, positions });
        return [
          {
            record,
            calendars: reads.readCalendars(campaign),
            tallies: reads.readTallies(campaign),
            attempts,
            enrollments,
            persons: reads.readPersons(enrollments.map(({ person }) => person)),
            held: readHeld
              .all(campaign)
              .map(([scope, held]) => ({ scope: scope as string, count: held as number })),
            hasEvents: reads.readInbox({ campaign, limit: 1 }).length > 0,
          },
        ];
      }),
  };
}
