import type { ClientSession, Db } from 'mongodb';
import type { Collections } from '../documents/collections.ts';

/**
 * The sessions in which each instance runs its transactions. A server keeps the transaction of a dead client, with its
 * locks, for up to a minute (`transactionLifetimeLimitSeconds`), and the next owner would wait for it.
 */
export type OpenSessions = {
  /** Stores the id of a session before its first transaction. */
  note: (session: ClientSession) => Promise<void>;
  /** Aborts the transactions that an instance left open. If the instance is alive, it runs them again. */
  endThoseOf: (instance: string) => Promise<void>;
};

export function createOpenSessions({
  db,
  instance,
  openSessions,
}: { db: Db; instance: string } & Pick<Collections, 'openSessions'>): OpenSessions {
  const noted = new Set<string>();
  return {
    async note({ id }) {
      if (!id) return;
      const { id: binary } = id;
      const name = binary.toString('hex');
      if (noted.has(name)) return;
      await openSessions.updateOne(
        { _id: instance },
        { $addToSet: { ids: binary }, $currentDate: { at: true } },
        { upsert: true },
      );
      noted.add(name);
    },
    async endThoseOf(other) {
      const found = await openSessions.findOne({ _id: other });
      if (!found || found.ids.length === 0) return;
      await db.command({ killSessions: found.ids.map((id) => ({ id })) });
    },
  };
}
