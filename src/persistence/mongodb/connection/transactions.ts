import { MongoErrorLabel } from 'mongodb';
import type { ClientSession, MongoClient } from 'mongodb';
import { isCommitUnknown, isTransient, labelled } from './failures.ts';
import type { OpenSessions } from './open-sessions.ts';

/** Runs work in transactions, and counts their conflicts. */
export type Transactions = {
  /**
   * Runs `work` in one transaction: it reads one state of the data and is written completely, on the disks of a
   * majority, or not at all. If it conflicts with another write, it runs again. It is aborted if `work` throws, or if
   * `keep` returns false for its result. Rejects with an unknown result only if the server does not answer for
   * `commitWithinMs`.
   */
  run: <Result>(
    work: (session: ClientSession) => Promise<Result>,
    keep?: (result: Result) => boolean,
  ) => Promise<Result>;
  /** Returns the number of committed transactions, and of tries that were aborted because of another write. */
  counts: () => { committed: number; conflicts: number };
};

/** Work that conflicts with other writes this number of times is given up. */
const maxTries = 50;
const maxPauseMs = 100;
const commitWithinMs = 15_000;

const options = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
} as const;

export function createTransactions({
  client,
  now,
  pause,
  random,
  openSessions,
}: {
  client: MongoClient;
  openSessions: Pick<OpenSessions, 'note'>;
  /** Returns the milliseconds of a monotonic clock. */
  now: () => number;
  pause: (ms: number) => Promise<void>;
  random: () => number;
}): Transactions {
  const counts = { committed: 0, conflicts: 0 };

  const commit = async (session: ClientSession): Promise<void> => {
    const giveUpAt = now() + commitWithinMs;
    for (;;) {
      try {
        await session.commitTransaction();
        return;
      } catch (failure) {
        const error = labelled(failure, MongoErrorLabel.UnknownTransactionCommitResult);
        if (!isCommitUnknown(error) || now() >= giveUpAt) throw error;
        await pause(maxPauseMs);
      }
    }
  };

  const tryOnce = async <Result>(
    session: ClientSession,
    work: (session: ClientSession) => Promise<Result>,
    keep: (result: Result) => boolean,
  ): Promise<Result> => {
    session.startTransaction(options);
    let result: Result;
    try {
      result = await work(session);
    } catch (error) {
      await session.abortTransaction().catch(() => undefined);
      throw labelled(error, MongoErrorLabel.TransientTransactionError);
    }
    if (keep(result)) await commit(session);
    else await session.abortTransaction().catch(() => undefined);
    return result;
  };

  return {
    counts: () => ({ ...counts }),
    async run(work, keep = () => true) {
      const session = client.startSession();
      try {
        await openSessions.note(session);
        for (let tries = 1; ; tries += 1) {
          try {
            const result = await tryOnce(session, work, keep);
            counts.committed += 1;
            return result;
          } catch (error) {
            if (!isTransient(error) || tries === maxTries) throw error;
            counts.conflicts += 1;
            await pause(Math.min(maxPauseMs, 2 ** tries) * random());
          }
        }
      } finally {
        await session.endSession();
      }
    },
  };
}
