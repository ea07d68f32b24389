import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { inboxEvents } from '../rows/campaigns/log-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type Inbox = Pick<SyncStore, 'putInbox' | 'readInbox' | 'listInboxes'> & {
  /** Removes an event that the running turn consumed. */
  consume: (campaign: string, id: string) => void;
};

/** Events that wait until the owner of their campaign takes them, in the order they came. */
export function createInbox({ connection }: { connection: Connection }): Inbox {
  const { prepare, transact } = connection;
  const put = prepare(`${insertInto('inbox', inboxEvents.names)} ON CONFLICT (campaign, id) DO NOTHING`);
  const read = prepare(
    `SELECT ${inboxEvents.select()} FROM inbox WHERE campaign = ? ORDER BY number LIMIT ?`,
  );
  // From one campaign to the next through the index, however many events each has.
  const waiting = prepare(
    `WITH RECURSIVE waiting (campaign) AS (
       SELECT min(campaign) FROM inbox
       UNION ALL
       SELECT (SELECT min(campaign) FROM inbox WHERE campaign > waiting.campaign) FROM waiting
       WHERE waiting.campaign IS NOT NULL
     )
     SELECT campaign FROM waiting WHERE campaign IS NOT NULL`,
  );
  const remove = prepare('DELETE FROM inbox WHERE campaign = ? AND id = ?');

  return {
    putInbox: (event) => transact(() => put.run(...inboxEvents.cells(event)).changes === 1),
    readInbox: ({ campaign, limit }) => read.all(campaign, limit).map(inboxEvents.read),
    listInboxes: () => waiting.all().map(([campaign]) => campaign as string),
    consume(campaign, id) {
      remove.get(campaign, id);
    },
  };
}
