import { addSeries } from '../../../domain/campaign/series.ts';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import type { Connection } from '../connection/connection.ts';
import type { ReadHead } from './campaign-heads.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { seriesRows } from '../rows/campaigns/series-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type Series = Pick<SyncStore, 'readSeries'> & {
  /** Adds to the rows of a campaign, within the running transaction. */
  add: (campaign: number, changes: readonly SeriesRow[]) => void;
};

/** Stores figures over time, by campaign. */
export function createSeries({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): Series {
  const { prepare } = connection;
  const select = `SELECT ${seriesRows.select()} FROM series`;
  const readOne = prepare(`${select} WHERE campaign = ? AND at = ?`);
  const readRange = prepare(`${select} WHERE campaign = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?`);
  const upsert = prepare(
    upsertInto('series', { names: ['campaign', ...seriesRows.names], key: ['campaign', 'at'] }),
  );
  return {
    add(campaign, changes) {
      for (const change of changes) {
        const known = readOne.get(campaign, change.at);
        const row = known ? addSeries(seriesRows.read(known), change) : change;
        upsert.get(campaign, ...seriesRows.cells(row));
      }
    },
    readSeries({ campaign, from, to, limit }) {
      const head = readHead(campaign);
      return head ? readRange.all(head.number, from, to, limit).map(seriesRows.read) : [];
    },
  };
}
