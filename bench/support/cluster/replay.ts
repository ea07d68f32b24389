import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';

type Command = Readonly<Record<string, unknown>>;

/** The writes of one committed transaction, in order. */
export type Recorded = readonly Document[];

/** Records the writes of the transactions of a store: see `MongoStoreInput.onCommand`. */
export type Recorder = {
  note: (command: Command) => void;
  /** The transactions that were committed, in the order of their commits. */
  transactions: () => readonly Recorded[];
};

const writes: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify', 'bulkWrite']);

/** What belongs to the connection and the transaction, and is added again by the driver. */
const ofTheSession: ReadonlySet<string> = new Set(
  'lsid txnNumber startTransaction autocommit $clusterTime $db $readPreference readConcern writeConcern'.split(
    ' ',
  ),
);

export function createRecorder(): Recorder {
  const open = new Map<string, Document[]>();
  const committed: Recorded[] = [];
  return {
    note(command) {
      if (command['autocommit'] !== false) return;
      const [verb = ''] = Object.keys(command);
      const key = JSON.stringify([command['lsid'], command['txnNumber']]);
      const before = open.get(key) ?? [];
      if (verb === 'commitTransaction' || verb === 'abortTransaction') {
        open.delete(key);
        if (verb === 'commitTransaction' && before.length > 0) committed.push(before);
        return;
      }
      if (!writes.has(verb)) return;
      const plain = Object.fromEntries(Object.entries(command).filter(([name]) => !ofTheSession.has(name)));
      open.set(key, [...before, plain]);
    },
    transactions: () => committed,
  };
}

/** Carries out recorded transactions one after the other with the bare driver. Returns the milliseconds. */
export async function replay({
  uri,
  database,
  transactions,
}: {
  uri: string;
  database: string;
  transactions: readonly Recorded[];
}): Promise<number> {
  const client = new MongoClient(uri, { ignoreUndefined: true });
  const db = client.db(database);
  try {
    await client.connect();
    const start = performance.now();
    for (const commands of transactions) {
      const session = client.startSession();
      session.startTransaction({
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority', journal: true },
      });
      for (const command of commands) {
        const { writeErrors } = await db.command(command, { session });
        if (writeErrors) throw new Error(`a recorded write failed: ${JSON.stringify(writeErrors)}`);
      }
      await session.commitTransaction();
      await session.endSession();
    }
    return performance.now() - start;
  } finally {
    await client.close();
  }
}
