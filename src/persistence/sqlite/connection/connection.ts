import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Guard } from '../guard/guard.ts';

/** What a column holds. Numbers are bound as doubles; columns with INTEGER affinity keep whole ones as integers. */
export type Cell = null | number | string | Uint8Array;
export type Row = readonly Cell[];

/** A prepared statement that gives its rows as arrays, which takes half the time of objects. */
export type Statement = {
  run: (...cells: readonly Cell[]) => { changes: number | bigint };
  get: (...cells: readonly Cell[]) => Row | undefined;
  all: (...cells: readonly Cell[]) => Row[];
};

/** How hard a commit is pushed to the disk; `full` is the only one that survives a power failure. */
export type Synchronous = 'full' | 'normal' | 'off';

/** One connection: the only user of its file for as long as it is open. */
export type Connection = {
  /** Watches over the files. */
  guard: Guard | null;
  /** Prepares once; the same text gives the same statement. */
  prepare: (sql: string) => Statement;
  /** Every text prepared so far, for the tests that look at query plans. */
  prepared: () => readonly string[];
  /** Runs `work` in one transaction. It is rolled back when `work` throws, or when `keep` says no to its result. */
  transact: <Result>(work: () => Result, keep?: (result: Result) => boolean) => Result;
  /**
   * The same without a sync of its own: it is on the disk as soon as a later transaction is, never after it. For what
   * a power failure may take back as long as everything behind it goes too.
   */
  transactUnsynced: <Result>(work: () => Result) => Result;
  /** How many rows `work` inserts, updates and deletes; cheaper than asking after each statement. */
  countChanges: (work: () => void) => number;
  /** One value of a one-row statement such as a PRAGMA. */
  readOne: (sql: string) => Cell;
  exec: (sql: string) => void;
  close: () => void;
};

/** Wraps an open database; `open.ts` decides whether it may be used. */
export function createConnection({
  database,
  synchronous,
  guard,
}: {
  database: DatabaseSync;
  /** As the file was opened with. */
  synchronous: Synchronous;
  /** Asked after each synced commit; none for a store without files, or without syncs. */
  guard?: Guard | null;
}): Connection {
  const statements = new Map<string, Statement>();

  const prepare = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = asArrays(database.prepare(sql, { returnArrays: true }));
    statements.set(sql, statement);
    return statement;
  };

  const begin = prepare('BEGIN IMMEDIATE');
  const commit = prepare('COMMIT');
  const totalChanges = prepare('SELECT total_changes()');
  const rollBack = (): void => {
    if (database.isTransaction) database.exec('ROLLBACK');
  };

  /** `isSynced`: what is committed is on the disk when this returns, and is acknowledged then. */
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
    guard: guard ?? null,
    prepare,
    prepared: () => [...statements.keys()],
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
    countChanges(work) {
      const before = totalChanges.get()?.[0] as number;
      work();
      return (totalChanges.get()?.[0] as number) - before;
    },
    readOne: (sql) => asArrays(database.prepare(sql, { returnArrays: true })).get()?.[0] ?? null,
    exec: (sql) => database.exec(sql),
    close() {
      // What is not ours any more is left alone: closing it would remove the log of whatever is there now.
      if (guard?.isLost()) return;
      guard?.closing();
      database.close();
      guard?.close();
    },
  };
}

function asArrays(statement: StatementSync): Statement {
  return statement as unknown as Statement;
}
