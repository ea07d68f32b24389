import type { Collections } from '../mongodb/documents/collections.ts';
import type { Cell, Connection, Row } from '../sqlite/connection/connection.ts';
import type { Table } from '../sqlite/rows/columns/table.ts';

/** The cells that identify a row, in order. */
export type RowKey = readonly (string | number)[];

/** A document that a row becomes, with the key of the row. */
export type MovedRow = { key: RowKey; document: { _id: unknown } };

/** A table whose rows become documents of one collection, one each. */
export type MovedTable = {
  table: string;
  collection: keyof Collections;
  /** The columns that are read, and the tables with their joins, as in a statement. */
  reads: string;
  /** Returns the rows after a key, in the order of their keys. */
  read: (connection: Connection, input: { after: RowKey | null; limit: number }) => MovedRow[];
  count: (connection: Connection) => number;
};

/** The cells of a row that are not fields of its object, by the names under which they were asked for. */
export type OwnCells<Own extends string> = Readonly<Record<Own, Cell>>;

/**
 * Declares how the rows of a table become documents. `key`: its columns that identify a row. `own`: expressions that are
 * also selected. `source`: the tables that are read. Columns are named with their table.
 */
export function moveTable<Stored extends object, Own extends string = never>({
  table,
  collection,
  key,
  own,
  source = table.table,
  document,
}: {
  table: Pick<Table<Stored>, 'table' | 'select' | 'read'>;
  collection: keyof Collections;
  key: readonly string[];
  own?: Readonly<Record<Own, string>>;
  source?: string;
  document: (stored: Stored, own: OwnCells<Own>) => { _id: unknown };
}): MovedTable {
  const extra = Object.entries<string>(own ?? {});
  const selected = [...key, ...extra.map(([, expression]) => expression), table.select({ inFull: true })];
  const keys = key.join(', ');
  const reads = `${selected.join(', ')} FROM ${source}`;
  const from = `SELECT ${reads}`;
  const order = `ORDER BY ${keys} LIMIT ?`;
  const later = `WHERE (${keys}) > (${key.map(() => '?').join(', ')})`;
  const toMoved = (row: Row): MovedRow => {
    const cells = extra.map(([name], index) => [name, row[key.length + index]] as const);
    return {
      key: row.slice(0, key.length) as RowKey,
      document: document(
        table.read(row.slice(key.length + extra.length)),
        Object.fromEntries(cells) as OwnCells<Own>,
      ),
    };
  };
  return {
    table: table.table,
    collection,
    reads,
    read: ({ prepare }, { after, limit }) =>
      (after === null
        ? prepare(`${from} ${order}`).all(limit)
        : prepare(`${from} ${later} ${order}`).all(...after, limit)
      ).map(toMoved),
    count: ({ readOne }) => Number(readOne(`SELECT count(*) FROM ${source}`)),
  };
}
