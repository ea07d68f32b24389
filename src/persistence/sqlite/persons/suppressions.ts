import { isFullOptOut } from '../../../domain/contact/opt-out.ts';
import { everyClient, type Suppression } from '../../../domain/contact/party.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import { suppressions } from '../rows/persons/suppression-rows.ts';
import type { Persons } from './persons.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { SyncStore } from '../sync-store.ts';

export type Suppressions = Pick<SyncStore, 'putSuppression' | 'removeSuppression' | 'listSuppressions'> & {
  /** Why this client must not contact the address, or null. */
  reasonFor: (client: string, address: string) => string | null;
  /** Whether anything at all is suppressed for this client. */
  hasAny: (client: string) => boolean;
  /** Adds or replaces a suppression, within the running transaction. */
  write: (suppression: Suppression) => void;
  /**
   * Marks the persons behind addresses that are suppressed by a full opt-out, within the running transaction; of every
   * client where `client` is `*`.
   */
  markOptOut: (of: { client: string; addresses: readonly string[] }) => void;
};

/** The do-not-contact lists. Persons who opted out are marked in the same transaction. */
export function createSuppressions({
  connection,
  clientLog,
  persons,
  requests,
}: {
  connection: Connection;
  clientLog: ClientLog;
  persons: Pick<Persons, 'personAt' | 'putOptOut'>;
  requests: Requests;
}): Suppressions {
  const { prepare } = connection;
  const read = prepare('SELECT reason FROM suppressions WHERE client = ? AND address = ?');
  const hasAny = prepare('SELECT 1 FROM suppressions WHERE client = ? LIMIT 1');
  const upsert = prepare(
    upsertInto('suppressions', { names: suppressions.names, key: ['client', 'address'] }),
  );
  const remove = prepare('DELETE FROM suppressions WHERE client = ? AND address = ? RETURNING reason');
  const ownersAt = prepare('SELECT client FROM parties WHERE address = ?');
  const select = `SELECT ${suppressions.select()} FROM suppressions`;
  const list = prepare(`${select} WHERE (client, address) > (?, ?) ORDER BY client, address LIMIT ?`);
  const listOfClient = prepare(`${select} WHERE client = ? AND address > ? ORDER BY address LIMIT ?`);

  const reasonFor = (client: string, address: string): string | null => {
    const row = read.get(client, address) ?? read.get(everyClient, address);
    return (row?.[0] ?? null) as string | null;
  };

  const fullOptOut = (client: string, address: string): string | null => {
    const reasons = [read.get(client, address), read.get(everyClient, address)].map((row) => row?.[0]);
    return (
      reasons.find((reason): reason is string => typeof reason === 'string' && isFullOptOut(reason)) ?? null
    );
  };

  const ownersOf = (client: string, address: string): string[] =>
    client === everyClient ? ownersAt.all(address).map(([owner]) => owner as string) : [client];

  const markOptOut: Suppressions['markOptOut'] = ({ client, addresses }) => {
    for (const address of addresses) {
      for (const owner of ownersOf(client, address)) {
        const optOut = fullOptOut(owner, address);
        const person = optOut === null ? null : persons.personAt(owner, address);
        if (person?.optOut === null) persons.putOptOut(person, optOut);
      }
    }
  };

  /** After a full opt-out was taken off one list. */
  const liftOptOut = (client: string, address: string): void => {
    for (const owner of ownersOf(client, address)) {
      const person = fullOptOut(owner, address) === null ? persons.personAt(owner, address) : null;
      if (person && person.optOut !== null) persons.putOptOut(person, null);
    }
  };

  const listsOf = (client: string): string[] => [client, everyClient].filter((list) => hasAny.get(list));

  const write = (suppression: Suppression): void => {
    upsert.get(...suppressions.cells(suppression));
  };

  return {
    reasonFor,
    hasAny: (client) => listsOf(client).length > 0,
    write,
    markOptOut,
    putSuppression: (suppression, request) =>
      requests.once({
        request,
        work() {
          write(suppression);
          markOptOut({ client: suppression.client, addresses: [suppression.address] });
          return suppression;
        },
      }),
    removeSuppression: ({ client, address, by, at }, request) =>
      requests.once({
        request,
        work() {
          const reason = remove.get(client, address)?.[0] as string | undefined;
          if (reason === undefined) return false;
          if (isFullOptOut(reason)) liftOptOut(client, address);
          clientLog.append(client, { type: 'suppression.removed', at, by, data: { address, reason } });
          return true;
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
