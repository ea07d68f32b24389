import { isFullOptOut } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { suppressions } from '../rows/persons/suppression-rows.ts';
import type { SyncStore } from '../sync-store.ts';
import type { OptOuts } from './opt-outs.ts';
import type { SuppressionReads } from './suppression-reads.ts';

type SuppressionVerbs = Pick<
  SyncStore,
  'putSuppression' | 'removeSuppression' | 'listSuppressions' | 'readSuppressions'
>;

export type Suppressions = SuppressionVerbs & {
  /** Returns why this client must not contact the address, or null. */
  reasonFor: (client: string, address: string) => string | null;
  /** Returns whether any address is suppressed for this client. */
  hasAny: (client: string) => boolean;
  /** Adds or replaces a suppression, within the running transaction. */
  write: (suppression: Suppression) => void;
  markOptOuts: OptOuts['mark'];
};

/** Stores the do-not-contact lists. Persons that opted out are marked in the same transaction. */
export function createSuppressions({
  connection,
  clientLog,
  optOuts,
  reads,
  requests,
}: {
  connection: Connection;
  clientLog: ClientLog;
  optOuts: OptOuts;
  reads: SuppressionReads;
  requests: Requests;
}): Suppressions {
  const statements = prepareSuppressions(connection);
  const { findAny, findOne, upsert, remove } = statements;
  const write = (suppression: Suppression): void => {
    upsert.get(...suppressions.cells(suppression));
  };
  return {
    reasonFor: reads.reasonFor,
    hasAny: (client) => [client, everyClient].some((list) => findAny.get(list) !== undefined),
    write,
    markOptOuts: optOuts.mark,
    putSuppression: (suppression, request) =>
      requests.once({
        request,
        client: suppression.client,
        work() {
          write(suppression);
          optOuts.mark({ client: suppression.client, addresses: [suppression.address] });
          return suppression;
        },
      }),
    removeSuppression: ({ client, address, by, at }, request) =>
      requests.once({
        request,
        client,
        work() {
          const removed = reads.formsOn(client, address).flatMap((form) => remove.get(client, form) ?? []);
          const reasons = removed as string[];
          const reason = reasons.find(isFullOptOut) ?? reasons[0];
          if (reason === undefined) return false;
          if (isFullOptOut(reason)) optOuts.lift({ client, address });
          clientLog.append(client, { type: 'suppression.removed', at, by, data: { address, reason } });
          return true;
        },
        keep: (removed) => removed,
      }),
    readSuppressions: ({ lists, address }) =>
      lists.flatMap((list) => {
        const rows = reads.formsOn(list, address).flatMap((form) => {
          const row = findOne.get(list, form);
          return row ? [suppressions.read(row)] : [];
        });
        return rows.slice(0, 1).map((found) => ({ ...found, address }));
      }),
    listSuppressions: (input) => listSuppressions(statements, input),
  };
}

function prepareSuppressions({ prepare }: Connection) {
  const select = `SELECT ${suppressions.select()} FROM suppressions`;
  return {
    findAny: prepare('SELECT 1 FROM suppressions WHERE client = ? LIMIT 1'),
    upsert: prepare(upsertInto('suppressions', { names: suppressions.names, key: ['client', 'address'] })),
    remove: prepare('DELETE FROM suppressions WHERE client = ? AND address = ? RETURNING reason'),
    findOne: prepare(`${select} WHERE client = ? AND address = ?`),
    list: prepare(`${select} WHERE (client, address) > (?, ?) ORDER BY client, address LIMIT ?`),
    listOfClient: prepare(`${select} WHERE client = ? AND address > ? ORDER BY address LIMIT ?`),
  };
}

function listSuppressions(
  { list, listOfClient }: ReturnType<typeof prepareSuppressions>,
  { client: only, after, limit }: Parameters<SuppressionVerbs['listSuppressions']>[0],
): ReturnType<SuppressionVerbs['listSuppressions']> {
  const [lastClient, lastAddress] = readCursor({ after, form: ['', ''] as const }) ?? ['', ''];
  const rows =
    only === undefined
      ? list.all(lastClient, lastAddress, limit + 1)
      : listOfClient.all(only, lastAddress, limit + 1);
  return toPage({
    found: rows.map(suppressions.read),
    limit,
    cursorOf: ({ client, address }) => [client, address],
  });
}
