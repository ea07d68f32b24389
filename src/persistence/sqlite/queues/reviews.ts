import type { ReviewStore } from '../../contract/queues/reviews.ts';
import type { Connection } from '../connection/connection.ts';
import { createOrderedList } from '../lists/ordered-list.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { reviews } from '../rows/attempts/message-rows.ts';
import type { SyncStore } from '../sync-store.ts';

const undecided = { state: 'open', decidedAt: null, decidedBy: null, note: null } as const;

/** Stores the items that operators decide, and their decisions. */
export function createReviews({
  connection,
}: {
  connection: Connection;
}): Pick<SyncStore, keyof ReviewStore> {
  const { prepare, transact } = connection;
  const insert = prepare(`${insertInto('reviews', reviews.names)} ON CONFLICT (id) DO NOTHING`);
  const read = prepare(`SELECT ${reviews.select()} FROM reviews WHERE id = ?`);
  const decide = prepare(
    `UPDATE reviews SET state = ?, decided_at = ?, decided_by = ?, note = ? WHERE id = ? AND state = 'open'`,
  );
  const list = createOrderedList({
    connection,
    table: reviews,
    filters: ['client', 'campaign', 'state'],
    time: { column: 'opened_at', of: ({ openedAt }) => openedAt },
  });
  return {
    putReview: (item) =>
      transact(() => insert.run(...reviews.cells({ ...item, ...undecided })).changes === 1),
    readReview(id) {
      const row = read.get(id);
      return row ? reviews.read(row) : null;
    },
    decideReview: ({ id, state, at, by, note }) =>
      transact(() => decide.run(state, at, by, note, id).changes === 1),
    listReviews: ({ client, campaign, state, after, limit }) =>
      list({ match: { client, campaign, state }, after, limit }),
  };
}
