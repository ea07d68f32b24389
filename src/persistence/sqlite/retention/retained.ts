import { endedStates } from '../../../domain/campaign/campaign.ts';
import { keyOf } from '../../common/keys.ts';
import type { EventLog } from '../campaigns/events.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Connection } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

type RetainedVerbs = Pick<SyncStore, 'listRetained' | 'settleRetained' | 'cutLog' | 'sweepLog'>;

const hasEnded = `state IN (${endedStates.map((state) => `'${state}'`).join(', ')})`;

/** Finds ended campaigns with data whose period is over, and removes the beginning of their logs. */
export function createRetained({
  connection: { prepare, transact, countChanges },
  events,
  clientLog,
}: {
  connection: Connection;
  events: Pick<EventLog, 'append' | 'lastHash'>;
  clientLog: ClientLog;
}): RetainedVerbs {
  const list = (since: string) =>
    prepare(
      `SELECT id, ${since} FROM campaigns WHERE client = ? AND ${since} IS NOT NULL AND ${since} < ?
         AND (${since}, id) > (?, ?) ORDER BY ${since}, id LIMIT ?`,
    );
  const settle = (since: string) =>
    prepare(
      `UPDATE campaigns SET ${since} = NULL WHERE id = ? AND rev = ? AND ${since} IS NOT NULL AND ${hasEnded}
       RETURNING client`,
    );
  const lists = { contacts: list('contacts_since'), events: list('events_since') };
  const settles = { contacts: settle('contacts_since'), events: settle('events_since') };
  const dropNotes = prepare('UPDATE reviews SET note = NULL WHERE campaign = ? AND note IS NOT NULL');
  const cut = prepare(
    `UPDATE campaigns SET seq = ?1, cut_seq = ?1, rev = rev + 1
     WHERE id = ?2 AND rev = ?3 AND seq = ?4 AND ${hasEnded} RETURNING number`,
  );
  const dropTakeovers = prepare('DELETE FROM takeovers WHERE campaign = ?');
  const readCut = prepare('SELECT number, cut_seq FROM campaigns WHERE id = ?');
  const dropChunks = prepare(
    `DELETE FROM event_batches WHERE key IN
       (SELECT key FROM event_batches WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3)`,
  );

  return {
    listRetained: ({ client, kind, before, after, limit }) =>
      lists[kind]
        .all(client, before, after?.since ?? -1, after?.campaign ?? '', limit)
        .map(([campaign, since]) => ({ campaign: campaign as string, since: since as number })),
    settleRetained: ({ campaign, kind, rev, event }) =>
      transact(() => {
        const client = settles[kind].get(campaign, rev)?.[0];
        if (typeof client !== 'string') return false;
        if (kind === 'contacts') dropNotes.run(campaign);
        if (event) clientLog.append(client, event);
        return true;
      }),
    cutLog: ({ campaign: id, expected: { rev, seq }, event }) =>
      transact(
        () => {
          const number = cut.get(event.seq, id, rev, seq)?.[0];
          if (typeof number !== 'number' || events.lastHash({ number, id }) !== event.data.hash) return false;
          dropTakeovers.run(id);
          events.append({ number, id }, [event]);
          return true;
        },
        (isCut) => isCut,
      ),
    sweepLog({ campaign, limit }) {
      const [number, cutSeq] = (readCut.get(campaign) ?? [0, 0]) as [number, number];
      const deleted = countChanges(() =>
        transact(() => dropChunks.run(keyOf(number, 0), keyOf(number, cutSeq), limit)),
      );
      return deleted === limit;
    },
  };
}
