import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Connection } from '../connection/connection.ts';
import { keyRange } from '../rows/keys.ts';
import type { SyncStore } from '../sync-store.ts';

/** Tables whose rows have a key of `keyOf(campaign, ...)`. */
const keyedTables = ['enrollments', 'contacts', 'attempts', 'event_batches'] as const;
/** Tables with the number of the campaign and with few rows for it. */
const smallTables = ['calendars', 'tallies', 'transition_counts', 'series'] as const;
/** Tables with the id of the campaign. */
const namedTables = ['inbox', 'limit_holdings', 'limit_reservations', 'takeovers'] as const;

/**
 * Removes drafts. The first commit deletes the row of the campaign, so that no read finds its other rows, and stores
 * its number in `removals`. Later commits delete the other rows in portions. Until they are deleted, no campaign gets
 * the number.
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
  const { transactUnsynced } = connection;
  const statements = prepareRemovals(connection);
  const { readClient, removeDraft, put, removeNamed, removeList } = statements;
  const firstRemoved = (): number | null => statements.first.get()?.[0] as number | null;

  return {
    removeCampaign: ({ id, rev, by, at }, request) =>
      requests.once({
        request,
        client: (readClient.get(id)?.[0] ?? null) as string | null,
        work() {
          const removed = removeDraft.get(id, rev) as [number, string, string] | undefined;
          if (!removed) return false;
          const [number, client, name] = removed;
          put.run(number);
          clientLog.append(client, { type: 'draft.removed', at, by, data: { campaign: id, name } });
          for (const statement of removeNamed) statement.run(id);
          removeList.run(client, id);
          return true;
        },
        keep: (removed) => removed,
      }),

    // If a power failure reverts a portion, it is deleted again.
    sweepRemoved({ limit }) {
      const campaign = firstRemoved();
      if (campaign === null) return false;
      return transactUnsynced(() => {
        sweep({ ...statements, ...connection }, campaign, limit);
        return firstRemoved() !== null;
      });
    },
  };
}

function prepareRemovals({ prepare }: Connection) {
  return {
    readClient: prepare('SELECT client FROM campaigns WHERE id = ?'),
    removeDraft: prepare(
      `DELETE FROM campaigns WHERE id = ? AND rev = ? AND state = 'draft' RETURNING number, client, name`,
    ),
    removeNamed: namedTables.map((table) => prepare(`DELETE FROM ${table} WHERE campaign = ?`)),
    removeList: prepare("DELETE FROM suppressions WHERE client = ? AND campaign = ? AND campaign > ''"),
    put: prepare('INSERT INTO removals (campaign) VALUES (?)'),
    first: prepare('SELECT min(campaign) FROM removals'),
    drop: prepare('DELETE FROM removals WHERE campaign = ?'),
    firstImport: prepare('SELECT number FROM imports WHERE campaign = ? ORDER BY number LIMIT 1'),
    dropImport: prepare('DELETE FROM imports WHERE number = ?'),
    someOfImport: prepare(
      `DELETE FROM import_rows WHERE import = ?1 AND row IN
         (SELECT row FROM import_rows WHERE import = ?1 ORDER BY row LIMIT ?2)`,
    ),
    someOfTables: keyedTables.map((table) =>
      prepare(
        `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?)`,
      ),
    ),
    someAddresses: prepare(
      `DELETE FROM contact_addresses WHERE campaign = ?1 AND (address, key) IN
         (SELECT address, key FROM contact_addresses WHERE campaign = ?1 ORDER BY address, key LIMIT ?2)`,
    ),
    dropSmall: smallTables.map((table) => prepare(`DELETE FROM ${table} WHERE campaign = ?`)),
  };
}

type Context = ReturnType<typeof prepareRemovals> & Pick<Connection, 'countChanges'>;

/** Deletes up to `limit` rows of a removed campaign. */
function sweep(context: Context, campaign: number, limit: number): void {
  const { someOfTables, someAddresses, dropSmall, drop, countChanges } = context;
  let left = limit - sweepImports(context, campaign, limit);
  const { first, last } = keyRange(campaign);
  for (const statement of someOfTables) {
    const wanted = left;
    if (wanted > 0) left -= countChanges(() => statement.run(first, last, wanted));
  }
  const wanted = left;
  if (wanted > 0) left -= countChanges(() => someAddresses.run(campaign, wanted));
  if (left <= 0) return;
  for (const statement of dropSmall) statement.run(campaign);
  drop.run(campaign);
}

/** Deletes up to `limit` rows of the imports of a campaign, and returns their number. */
function sweepImports(
  { firstImport, someOfImport, dropImport, countChanges }: Context,
  campaign: number,
  limit: number,
): number {
  let deleted = 0;
  for (;;) {
    const number = firstImport.get(campaign)?.[0];
    if (number === undefined || deleted >= limit) return deleted;
    const wanted = limit - deleted;
    const changed = countChanges(() => someOfImport.run(number, wanted));
    deleted += changed;
    if (changed < wanted) {
      dropImport.run(number);
      deleted += 1;
    }
  }
}
