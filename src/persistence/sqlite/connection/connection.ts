import { backup } from 'node:sqlite';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Guard } from '../guard/guard.ts';

/** A value of a column. Numbers are bound as doubles. A column with INTEGER affinity stores whole ones as integers. */
export type Cell = null | number | string | Uint8Array;
export type Row = readonly Cell[];

/** A prepared statement. It returns rows as arrays, which takes half the time of objects. */
export type Statement = {
  run: (...cells: readonly Cell[]) => { changes: number | bigint };
  get: (...cells: readonly Cell[]) => Row | undefined;
  all: (...cells: readonly Cell[]) => Row[];
};

/** When a commit is synced to the disk. Only with `full` does each commit survive a power failure. */
export type Synchronous = 'full' | 'normal' | 'off';

/** One connection. While it is open, no other connection uses its file. */
export type Connection = {
  /** Checks that the files of the store are in place; null for a store without files, or without syncs. */
  guard: Guard | null;
  /** Prepares a statement. For the same text it returns the same statement. */
  prepare: (sql: string) => Statement;
  /** The texts of all prepared statements, for the tests that read query plans. */
  prepared: () => readonly string[];
  /** Runs `work` in one transaction. It is rolled back if `work` throws, or if `keep` returns false for its result. */
  transact: <Result>(work: () => Result, keep?: (result: Result) => boolean) => Result;
  /**
   * The same, without a sync. A power failure may revert the commit, together with all later ones. It is durable after
   * the next synced commit.
   */
  transactUnsynced: <Result>(work: () => Result) => Result;
  /** Returns how many rows `work` inserts, updates and deletes. It costs less than the count of each statement. */
  countChanges: (work: () => void) => number;
  /** Reads one value with a statement that returns one row, such as a PRAGMA. */
  readOne: (sql: string) => Cell;
  exec: (sql: string) => void;
  /** Copies the database to a file, in another thread. Transactions of this thread wait for a few pages at a time. */
  copyTo: (path: string) => Promise<void>;
  /**
   * Copies the write-ahead log to the file and empties it. With `rebuild`, the file is written again before: it then has
   * nothing but the rows. Statements of this thread wait.
   */
  emptyLog: (input: { rebuild: boolean }) => void;
  close: () => void;
};

/** The pages that a copy reads at once. Statements of this thread wait for them. */
export const pagesPerPortion = 100;

/** Creates a connection from an open database. `open.ts` checks before that the file may be used. */
export function createConnection({
  database,
  synchronous,
  guard = null,
}: {
  database: DatabaseSync;
  /** The level of syncs with which the database was opened. */
  synchronous: Synchronous;
  /** Called after each synced commit. */
  guard?: Guard | null;
}): Connection {
  const statements = new Map<string, Statement>();
  const prepareNew = (sql: string): Statement => asArrays(database.prepare(sql, { returnArrays: true }));
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = prepareNew(sql);
    statements.set(sql, statement);
    return statement;
  };
  const totalChanges = prepare('SELECT total_changes()');
  const countAll = (): number => totalChanges.get()?.[0] as number;
  return {
    guard,
    prepare,
    prepared: () => [...statements.keys()],
    ...createTransact({ database, synchronous, guard, prepare }),
    countChanges(work) {
      const before = countAll();
      work();
      return countAll() - before;
    },
    readOne: (sql) => prepareNew(sql).get()?.[0] ?? null,
    exec: (sql) => database.exec(sql),
    emptyLog({ rebuild }) {
      if (rebuild) database.exec('VACUUM');
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      guard?.logEmptied();
    },
    async copyTo(path) {
      await backup(database, path, { rate: pagesPerPortion });
    },
    close() {
      // If the files were replaced, SQLite would remove the log of the new file when it closes.
      if (guard?.isLost()) return;
      guard?.closing();
      database.close();
      guard?.close();
    },
  };
}

function createTransact({
  database,
  synchronous,
  guard,
  prepare,
}: {
  database: DatabaseSync;
  synchronous: Synchronous;
} & Pick<Connection, 'guard' | 'prepare'>): Pick<Connection, 'transact' | 'transactUnsynced'> {
  const begin = prepare('BEGIN IMMEDIATE');
  const commit = prepare('COMMIT');
  const rollBack = (): void => {
    if (database.isTransaction) database.exec('ROLLBACK');
  };
  const run = <Result>(
    work: () => Result,
    { keep, isSynced }: { keep?: ((result: Result) => boolean) | undefined; isSynced: boolean },
  ): Result => {
    begin.get();
    try {
      const result = work();
      if (keep && !keep(result)) rollBack();
      else {
        commit.get();
        if (isSynced) guard?.committed();
      }
      return result;
    } catch (error) {
      rollBack();
      throw error;
    }
  };
  const transact: Connection['transact'] = (work, keep) => run(work, { keep, isSynced: true });
  return {
    transact,
    transactUnsynced(work) {
      if (synchronous !== 'full') return transact(work);
      database.exec('PRAGMA synchronous = normal');
      try {
        return run(work, { isSynced: false });
      } finally {
        database.exec('PRAGMA synchronous = full');
      }
    },
  };
}

function asArrays(statement: StatementSync): Statement {
  return statement as unknown as Statement;
}
