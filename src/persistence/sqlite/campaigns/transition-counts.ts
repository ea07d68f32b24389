import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { Connection } from '../connection/connection.ts';
import type { ReadHead } from './campaign-heads.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { transitionCounts } from '../rows/campaigns/transition-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type TransitionCounts = Pick<SyncStore, 'readTransitionCounts'> & {
  /** Adds to the counts of a campaign, within the running transaction. */
  add: (campaign: number, counts: readonly TransitionCount[]) => void;
};

/** Stores the number of times each transition was taken: one row for each campaign and transition. */
export function createTransitionCounts({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): TransitionCounts {
  const { prepare } = connection;
  const upsert = prepare(
    `${insertInto('transition_counts', ['campaign', ...transitionCounts.names])}
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const read = prepare(
    `SELECT ${transitionCounts.select()} FROM transition_counts
     WHERE campaign = ? ORDER BY machine, from_state, event, to_state`,
  );
  return {
    add(campaign, counts) {
      for (const count of counts) upsert.get(campaign, ...transitionCounts.cells(count));
    },
    readTransitionCounts(campaign) {
      const head = readHead(campaign);
      return head ? read.all(head.number).map(transitionCounts.read) : [];
    },
  };
}
