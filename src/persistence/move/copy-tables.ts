import type { CopiedTo } from '../mongodb/documents/move-document.ts';
import { clientEvents } from '../sqlite/rows/campaigns/log-rows.ts';
import type { MoveSource } from './move-source.ts';
import type { MoveTarget } from '../mongodb/move-target.ts';
import type { MovedTable, RowKey } from './moved-table.ts';
import { movedCampaigns } from './campaign-tables.ts';
import { movedTables } from './moved-tables.ts';

/** The rows of a table and the documents that they have become. */
export type TableCount = { table: string; collection: string; rows: number; documents: number };

export type CopyInput = {
  source: Pick<MoveSource, 'connection'>;
  target: MoveTarget;
  /** How far each table was copied before. */
  copied: Readonly<Record<string, CopiedTo>>;
  /** Called before each part of a table; may throw to stop. */
  onPart?: ((table: string) => Promise<void> | void) | undefined;
};

const partRows = 1_000;

/** Copies every table. It may stop at any point: a later call copies the rest. */
export async function copyTables({ source, target, copied, onPart }: CopyInput): Promise<void> {
  for (const table of movedTables) {
    if (copied[table.table] === 'done') continue;
    if (table === movedCampaigns) {
      await deriveDocuments({ source, target });
      await target.refuseInstances();
    }
    let after: RowKey | null = (copied[table.table] as RowKey | undefined) ?? null;
    for (;;) {
      await onPart?.(table.table);
      const rows = table.read(source.connection, { after, limit: partRows });
      await insert(target, table, rows);
      after = rows.at(-1)?.key ?? after;
      const isLast = rows.length < partRows;
      await target.noteCopied(table.table, isLast || after === null ? 'done' : after);
      if (isLast) break;
    }
  }
}

/** Documents that a stopped copy has inserted are the same, because the source is not changed. */
async function insert(
  { db }: MoveTarget,
  { collection }: MovedTable,
  rows: ReturnType<MovedTable['read']>,
): Promise<void> {
  if (rows.length === 0) return;
  const documents = rows.map(({ document }) => document as { _id: never });
  try {
    await db.collection(collection).insertMany(documents, { ordered: false });
  } catch (error) {
    if (!onlyKnownIds(error)) throw error;
  }
}

const duplicateKey = 11_000;

function onlyKnownIds(error: unknown): boolean {
  const { writeErrors } = error as { writeErrors?: { code?: number; errmsg?: string }[] };
  return (
    writeErrors !== undefined &&
    [writeErrors]
      .flat()
      .every(({ code, errmsg = '' }) => code === duplicateKey && errmsg.includes('index: _id_ '))
  );
}

/** The documents that no row becomes: numbers that were used, and the ends of the logs of clients. */
async function deriveDocuments({
  source: { connection },
  target,
}: Pick<CopyInput, 'source' | 'target'>): Promise<void> {
  const { counters, clientLogs } = target.collections;
  for (const [counter, highest] of Object.entries(highestNumbers)) {
    const last = Number(connection.readOne(`SELECT coalesce(${highest}, 0)`));
    await counters.updateOne({ _id: counter }, { $max: { last } }, { upsert: true });
  }
  const ends = connection
    .prepare(
      `SELECT client, ${clientEvents.select()} FROM client_events AS own
       WHERE last_seq = (SELECT max(last_seq) FROM client_events WHERE client = own.client)`,
    )
    .all();
  for (const [client, ...row] of ends) {
    const { lastSeq: seq, hash } = clientEvents.read(row);
    await clientLogs.replaceOne({ _id: String(client) }, { seq, hash }, { upsert: true });
  }
}

/** The names of counters of the MongoDB store, with the highest number that the embedded store has used. */
const highestNumbers: Readonly<Record<string, string>> = {
  campaigns: '(SELECT max(number) FROM campaigns)',
  imports: '(SELECT max(number) FROM imports)',
  persons: '(SELECT max(id) FROM persons)',
  inbox: '(SELECT max(number) FROM inbox)',
  'stop-events': '(SELECT max(number) FROM stop_events)',
};

/** Counts the rows of each table and the documents of its collection. */
export async function countTables({
  source,
  target,
}: Pick<CopyInput, 'source' | 'target'>): Promise<TableCount[]> {
  const counts: TableCount[] = [];
  for (const { table, collection, count } of movedTables) {
    const documents =
      collection === 'counters'
        ? count(source.connection)
        : await target.db.collection(collection).countDocuments();
    counts.push({ table, collection, rows: count(source.connection), documents });
  }
  return counts;
}
