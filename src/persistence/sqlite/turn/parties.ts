import type { Party } from '../../../domain/contact/party.ts';
import type { Cell, Connection, Row } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

/** What a turn may change of a party, in the order of `partyCells`. */
export const partyColumns = ['rev', 'open_attempt', 'suppressed', 'day', 'day_count'] as const;

export function partyCells({ rev, openAttempt, suppressed, day, dayCount }: Party): Cell[] {
  return [rev, openAttempt, suppressed, day, dayCount];
}

/** What all campaigns of a client know about a person. */
export function createParties({ connection }: { connection: Connection }): Pick<SyncStore, 'readParties'> {
  const read = connection.prepare(
    `SELECT id, client, address, ${partyColumns.join(', ')} FROM parties WHERE id = ?`,
  );
  return {
    readParties: (ids) =>
      ids.flatMap((id) => {
        const row = read.get(id);
        return row ? [partyFrom(row)] : [];
      }),
  };
}

function partyFrom(row: Row): Party {
  return {
    id: row[0] as number,
    client: row[1] as string,
    address: row[2] as string,
    rev: row[3] as number,
    openAttempt: row[4] as string | null,
    suppressed: row[5] as string | null,
    day: row[6] as string | null,
    dayCount: row[7] as number,
  };
}
