import type { Page } from '../../contract/pages.ts';
import type { Cell, Connection } from '../connection/connection.ts';
import type { Table } from '../rows/columns/table.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';

/**
 * Reads a page of the rows with these values in their columns. A filter that is undefined does not restrict the list.
 */
type ReadList<Stored, Filter extends string> = (input: {
  match: Readonly<Partial<Record<Filter, Cell | undefined>>>;
  after: string | undefined;
  limit: number;
}) => Page<Stored>;

/**
 * Creates a reader of the rows of a table, ordered by a time and then by id. The table has an index on both, and one
 * on each filter followed by both.
 */
export function createOrderedList<Stored extends { id: string }, Filter extends string>({
  connection,
  table,
  filters,
  time,
}: {
  connection: Connection;
  table: Pick<Table<Stored>, 'table' | 'select' | 'read'>;
  /** Names of columns, or expressions with one column. */
  filters: readonly Filter[];
  time: { column: string; of: (stored: Stored) => number };
}): ReadList<Stored, Filter> {
  const order = `${time.column}, id`;
  const statementOf = (columns: readonly Filter[]) =>
    connection.prepare(
      `SELECT ${table.select()} FROM ${table.table}
       WHERE ${columns.map((column) => `${column} = ? AND `).join('')}(${order}) > (?, ?) ORDER BY ${order} LIMIT ?`,
    );
  const statements = new Map(subsetsOf(filters).map((columns) => [columns.join(), statementOf(columns)]));

  return ({ match, after, limit }) => {
    const columns = filters.filter((column) => match[column] !== undefined);
    const cursor = readCursor({ after, form: [0, ''] as const }) ?? [-Infinity, ''];
    const values = columns.map((column) => match[column] ?? null);
    const rows = statements.get(columns.join())?.all(...values, ...cursor, limit + 1) ?? [];
    return toPage({
      found: rows.map(table.read),
      limit,
      cursorOf: (stored) => [time.of(stored), stored.id],
    });
  };
}

/** Returns all subsets of the items, each in their order. */
function subsetsOf<Item>(items: readonly Item[]): Item[][] {
  return items.reduce<Item[][]>(
    (subsets, item) => [...subsets, ...subsets.map((one) => [...one, item])],
    [[]],
  );
}
