import type { Connection } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

export type Inbox = Pick<SyncStore, 'putInbox' | 'readInbox' | 'listInboxes'> & {
  /** Removes an event that the running turn consumed. */
  consume: (campaign: string, id: string) => void;
};

/** Events that wait until the owner of their campaign takes them, in the order they came. */
export function createInbox({ connection }: { connection: Connection }): Inbox {
  const { prepare, transact } = connection;
  const put = prepare(
    'INSERT INTO inbox (campaign, id, at, body) VALUES (?, ?, ?, ?) ON CONFLICT (campaign, id) DO NOTHING',
  );
  const read = prepare('SELECT id, campaign, at, body FROM inbox WHERE campaign = ? ORDER BY number LIMIT ?');
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
    putInbox: ({ campaign, id, at, body }) => transact(() => put.run(campaign, id, at, body).changes === 1),
    readInbox: ({ campaign, limit }) =>
      read.all(campaign, limit).map((row) => ({
        id: row[0] as string,
        campaign: row[1] as string,
        at: row[2] as number,
        body: row[3] as string,
      })),
    listInboxes: () => waiting.all().map(([campaign]) => campaign as string),
    consume(campaign, id) {
      remove.get(campaign, id);
    },
  };
}
