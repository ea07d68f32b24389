import type { Turn } from '../../contract/store.ts';
import type { SenderStore } from '../../contract/senders/senders.ts';
import { keyOf } from '../../common/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { attemptsOfTrail } from '../rows/contacts/trail.ts';
import { senderOutcomes } from '../rows/senders/sender-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type Verbs = Pick<
  SyncStore,
  Extract<keyof SenderStore, 'readSenderOutcomes' | 'dropSenderOutcomes' | 'readTriedSenders'>
>;

export type SenderOutcomes = Verbs & {
  /** Adds the outcomes of a turn, within its transaction. */
  noteSenderOutcomes: (client: string, noted: Turn['senderOutcomes']) => void;
};

/** Stores what the attempts of senders came to. */
export function createSenderOutcomes({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): SenderOutcomes {
  const { prepare, transact } = connection;
  const note = prepare(
    `${insertInto('sender_outcomes', senderOutcomes.names)} ON CONFLICT (client, at, address) DO UPDATE SET
       last_at = max(last_at, excluded.last_at), blocked_at = max(blocked_at, excluded.blocked_at),
       attempts = attempts + excluded.attempts, reached = reached + excluded.reached,
       short = short + excluded.short, blocked = blocked + excluded.blocked`,
  );
  const read = prepare(
    `SELECT ${senderOutcomes.select()} FROM sender_outcomes WHERE client = ? AND at >= ? ORDER BY at, address`,
  );
  const drop = prepare(
    `DELETE FROM sender_outcomes WHERE (client, at, address) IN
       (SELECT client, at, address FROM sender_outcomes WHERE at < ? ORDER BY at LIMIT ?)`,
  );
  const findOlder = prepare('SELECT 1 FROM sender_outcomes WHERE at < ? LIMIT 1');
  const readTrail = prepare('SELECT trail FROM enrollments WHERE key = ?');
  const readAttempt = prepare('SELECT sender, reached_at FROM attempts WHERE key = ?');

  return {
    noteSenderOutcomes(client, noted) {
      for (const outcomes of noted) note.run(...senderOutcomes.cells({ client, ...outcomes }));
    },
    readSenderOutcomes: ({ client, since }) =>
      read.all(client, since).map((row) => {
        const { client: _c, ...outcomes } = senderOutcomes.read(row);
        return outcomes;
      }),
    dropSenderOutcomes: ({ before, limit }) =>
      transact(() => {
        drop.run(before, limit);
        return findOlder.get(before) !== undefined;
      }),
    readTriedSenders({ campaign, positions }) {
      const number = readHead(campaign)?.number;
      if (number === undefined) return [];
      return positions.flatMap((position) => {
        const trail = readTrail.get(keyOf(number, position))?.[0] as string | undefined;
        return attemptsOfTrail(trail ?? '')
          .toReversed()
          .flatMap((attempt) => {
            const [sender = null, reachedAt] = readAttempt.get(keyOf(number, attempt)) ?? [];
            return sender === null
              ? []
              : [{ position, sender: String(sender), wasReached: reachedAt !== null }];
          });
      });
    },
  };
}
