import { everyClient, type Suppression } from '../../../domain/contact/party.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { readCursor, toPage } from '../reads/cursors.ts';
import { suppressions } from '../rows/suppression-rows.ts';
import type { Requests } from './requests.ts';
import type { SyncStore } from '../sync-store.ts';

export type Suppressions = Pick<SyncStore, 'putSuppression' | 'removeSuppression' | 'listSuppressions'> & {
  /** Why this client must not contact the address, or null. */
  reasonFor: (client: string, address: string) => string | null;
  /** Whether anything at all is suppressed for this client. */
  hasAny: (client: string) => boolean;
  /** Whether one of these addresses must not be contacted by this client. */
  concernAny: (client: string, to: readonly { address: string }[]) => boolean;
  /** Adds or replaces a suppression, within the running transaction. */
  write: (suppression: Suppression) => void;
  /** Marks the parties of an address with what holds for them now, within the running transaction. */
  markParties: (of: Pick<Suppression, 'client' | 'address'>) => void;
};

/** The do-not-contact lists. The parties they concern are marked in the same transaction. */
export function createSuppressions({
  connection,
  requests,
}: {
  connection: Connection;
  requests: Requests;
}): Suppressions {
  const { prepare } = connection;
  const read = prepare('SELECT reason FROM suppressions WHERE client = ? AND address = ?');
  const hasAny = prepare('SELECT 1 FROM suppressions WHERE client = ? LIMIT 1');
  const upsert = prepare(
    upsertInto('suppressions', { names: suppressions.names, key: ['client', 'address'] }),
  );
  const remove = prepare('DELETE FROM suppressions WHERE client = ? AND address = ?');
  const partiesAt = prepare('SELECT id, client FROM parties WHERE address = ?');
  const mark = prepare(
    'UPDATE parties SET suppressed = ?, rev = rev + 1, room = NULL WHERE id = ? AND suppressed IS NOT ?',
  );
  const select = `SELECT ${suppressions.select()} FROM suppressions`;
  const list = prepare(`${select} WHERE (client, address) > (?, ?) ORDER BY client, address LIMIT ?`);
  const listOfClient = prepare(`${select} WHERE client = ? AND address > ? ORDER BY address LIMIT ?`);

  const reasonFor = (client: string, address: string): string | null => {
    const row = read.get(client, address) ?? read.get(everyClient, address);
    return (row?.[0] ?? null) as string | null;
  };

  const markParties: Suppressions['markParties'] = ({ client, address }) => {
    for (const row of partiesAt.all(address)) {
      const owner = row[1] as string;
      if (client !== everyClient && client !== owner) continue;
      const reason = reasonFor(owner, address);
      mark.get(reason, row[0] as number, reason);
    }
  };

  const listsOf = (client: string): string[] => [client, everyClient].filter((list) => hasAny.get(list));

  const concernAny: Suppressions['concernAny'] = (client, to) => {
    if (to.length === 0) return false;
    const lists = listsOf(client);
    return to.some(({ address }) => lists.some((list) => read.get(list, address)));
  };

  const write = (suppression: Suppression): void => {
    upsert.get(...suppressions.cells(suppression));
  };

  return {
    reasonFor,
    hasAny: (client) => listsOf(client).length > 0,
    concernAny,
    write,
    markParties,
    putSuppression: (suppression, request) =>
      requests.once({
        request,
        work() {
          write(suppression);
          markParties(suppression);
          return suppression;
        },
      }),
    removeSuppression: ({ client, address }, request) =>
      requests.once({
        request,
        work() {
          const removed = remove.run(client, address).changes === 1;
          if (removed) markParties({ client, address });
          return removed;
        },
        keep: (removed) => removed,
      }),
    listSuppressions({ client, after, limit }) {
      const cursor = readCursor({ after, form: ['', ''] as const }) ?? ['', ''];
      const found =
        client === undefined
          ? list.all(cursor[0], cursor[1], limit + 1)
          : listOfClient.all(client, cursor[1], limit + 1);
      return toPage({
        found: found.map(suppressions.read),
        limit,
        cursorOf: ({ client, address }) => [client, address],
      });
    },
  };
}
