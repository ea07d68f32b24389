import type { Connection } from '../connection/connection.ts';
import { keyRange } from '../rows/keys.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { SyncStore } from '../sync-store.ts';

/** Tables whose rows are keyed by `keyOf(campaign, ...)`. */
const keyedTables = ['enrollments', 'contacts', 'attempts', 'event_batches'] as const;
/** Tables that name the campaign's number and have few rows of it. */
const smallTables = ['calendars', 'tallies', 'transition_counts', 'series'] as const;

/**
 * Removes drafts. The first commit deletes the campaign's own row, without which no read finds anything of it, and keeps
 * its number in `removals`: its other rows are deleted in slices, and until they are gone nobody gets the number again.
 */
export function createRemovals({
  connection,
  clientLog,
  requests,
}: {
  connection: Connection;
  clientLog: ClientLog;
  requests: Requests;
}): Pick<SyncStore, 'removeCampaign' | 'sweepRemoved'> {
  const { prepare, countChanges, transactUnsynced } = connection;
  const removeDraft = prepare(
    `DELETE FROM campaigns WHERE id = ? AND rev = ? AND state = 'draft' RETURNING number, client, name`,
  );
  const removeNamed = ['inbox', 'limit_holdings', 'limit_reservations'].map((table) =>
    prepare(`DELETE FROM ${table} WHERE campaign = ?`),
  );
  const put = prepare('INSERT INTO removals (campaign) VALUES (?)');
  const first = prepare('SELECT min(campaign) FROM removals');
  const drop = prepare('DELETE FROM removals WHERE campaign = ?');
  const firstImport = prepare('SELECT number FROM imports WHERE campaign = ? ORDER BY number LIMIT 1');
  const dropImport = prepare('DELETE FROM imports WHERE number = ?');
  const sliceOfImport = prepare(
    `DELETE FROM import_rows WHERE import = ?1 AND row IN
       (SELECT row FROM import_rows WHERE import = ?1 ORDER BY row LIMIT ?2)`,
  );
  const slices = keyedTables.map((table) =>
    prepare(
      `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?)`,
    ),
  );
  const sliceOfAddresses = prepare(
    `DELETE FROM contact_addresses WHERE campaign = ?1 AND (address, key) IN
       (SELECT address, key FROM contact_addresses WHERE campaign = ?1 ORDER BY address, key LIMIT ?2)`,
  );
  const dropSmall = smallTables.map((table) => prepare(`DELETE FROM ${table} WHERE campaign = ?`));

  /** Deletes up to `limit` rows of the lists that the campaign was given; resolves with how many. */
  const sweepImports = (campaign: number, limit: number): number => {
    let deleted = 0;
    for (;;) {
      const number = firstImport.get(campaign)?.[0];
      if (number === undefined || deleted >= limit) return deleted;
      const wanted = limit - deleted;
      const changed = countChanges(() => sliceOfImport.run(number, wanted));
      deleted += changed;
      if (changed < wanted) {
        dropImport.run(number);
        deleted += 1;
      }
    }
  };

  const sweep = (campaign: number, limit: number): void => {
    let left = limit - sweepImports(campaign, limit);
    const range = keyRange(campaign);
    for (const slice of slices) {
      const wanted = left;
      if (wanted > 0) left -= countChanges(() => slice.run(range.first, range.last, wanted));
    }
    const wanted = left;
    if (wanted > 0) left -= countChanges(() => sliceOfAddresses.run(campaign, wanted));
    if (left <= 0) return;
    for (const statement of dropSmall) statement.run(campaign);
    drop.run(campaign);
  };

  return {
    removeCampaign: ({ id, rev, by, at }, request) =>
      requests.once({
        request,
        work() {
          const removed = removeDraft.get(id, rev) as [number, string, string] | undefined;
          if (!removed) return false;
          const [number, client, name] = removed;
          put.run(number);
          clientLog.append(client, { type: 'draft.removed', at, by, data: { campaign: id, name } });
          for (const statement of removeNamed) statement.run(id);
          return true;
        },
        keep: (removed) => removed,
      }),

    // A power failure that takes a slice back leaves it to be done again.
    sweepRemoved({ limit }) {
      const campaign = first.get()?.[0] as number | null;
      if (campaign === null) return false;
      return transactUnsynced(() => {
        sweep(campaign, limit);
        return first.get()?.[0] !== null;
      });
    },
  };
}
