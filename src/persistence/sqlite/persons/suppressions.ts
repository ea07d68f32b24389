import { addTo, coversPerson } from '../../../domain/do-not-contact/suppression.ts';
import type { Addition, Suppression } from '../../../domain/do-not-contact/suppression.ts';
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
  'putSuppression' | 'putSuppressions' | 'removeSuppression' | 'listSuppressions' | 'readSuppressions'
>;

export type Suppressions = SuppressionVerbs &
  Pick<SuppressionReads, 'openMarks'> & {
    /**
     * Adds an entry, within the running transaction, and returns what is stored. It replaces a stored entry only if that
     * weakens nothing.
     */
    write: (suppression: Suppression) => Addition;
    markOptOuts: OptOuts['mark'];
  };

type Parts = {
  connection: Connection;
  clientLog: ClientLog;
  optOuts: OptOuts;
  reads: SuppressionReads;
  requests: Requests;
};

/** Stores the do-not-contact lists. Persons that opted out are marked in the same transaction. */
export function createSuppressions(parts: Parts): Suppressions {
  const { connection, optOuts, reads, requests } = parts;
  const statements = prepareSuppressions(connection);
  const write = createWrite(statements);
  const put = (suppression: Suppression): Addition => {
    const written = write(suppression);
    const { client, address } = suppression;
    if (coversPerson(written.stored)) optOuts.mark({ client, addresses: [address] });
    return written;
  };
  return {
    openMarks: reads.openMarks,
    write,
    markOptOuts: optOuts.mark,
    putSuppression: (suppression, request) =>
      requests.once({ request, client: suppression.client, work: () => put(suppression).stored }),
    putSuppressions: (entries) =>
      connection.transact(() => {
        const counts = { added: 0, changed: 0, unchanged: 0 };
        for (const entry of entries) counts[put(entry).effect] += 1;
        return counts;
      }),
    removeSuppression: createRemove(parts, statements),
    readSuppressions: ({ clients, address }) => clients.flatMap((client) => reads.entriesOf(client, address)),
    listSuppressions: (input) => listSuppressions(statements, input),
  };
}

type Statements = ReturnType<typeof prepareSuppressions>;

function prepareSuppressions({ prepare }: Connection) {
  const select = `SELECT ${suppressions.select()} FROM suppressions`;
  const order = 'ORDER BY client, address, campaign LIMIT ?';
  return {
    upsert: prepare(
      upsertInto('suppressions', { names: suppressions.names, key: ['client', 'address', 'campaign'] }),
    ),
    remove: prepare(
      `DELETE FROM suppressions WHERE client = ? AND address = ? AND campaign = ? RETURNING ${suppressions.select()}`,
    ),
    findOne: prepare(`${select} WHERE client = ? AND address = ? AND campaign = ?`),
    list: prepare(`${select} WHERE (client, address, campaign) > (?, ?, ?) ${order}`),
    listOfClient: prepare(`${select} WHERE client = ? AND (address, campaign) > (?, ?) ${order}`),
    listOfCampaign: prepare(
      `${select} WHERE client = ? AND campaign = ? AND campaign > '' AND address > ? ORDER BY address LIMIT ?`,
    ),
  };
}

function createWrite({ findOne, upsert }: Statements): Suppressions['write'] {
  return (suppression) => {
    const { client, address, campaign } = suppression;
    const row = findOne.get(client, address, campaign ?? '');
    const addition = addTo(row ? suppressions.read(row) : null, suppression);
    if (addition.effect !== 'unchanged') upsert.get(...suppressions.cells(addition.stored));
    return addition;
  };
}

function createRemove(
  { clientLog, optOuts, reads, requests }: Parts,
  { remove }: Statements,
): SuppressionVerbs['removeSuppression'] {
  return ({ client, campaign, address, why, by, at }, request) =>
    requests.once({
      request,
      client,
      work() {
        const removed = reads
          .formsOf(client, address)
          .flatMap((form) => remove.all(client, form, campaign ?? '').map(suppressions.read));
        const covering = removed.find(coversPerson);
        const reason = (covering ?? removed[0])?.reason;
        if (reason === undefined) return false;
        if (covering) optOuts.lift({ client, address });
        clientLog.append(client, {
          type: 'suppression.removed',
          at,
          by,
          data: { address, reason, ...(campaign !== null && { campaign }), ...(why !== null && { why }) },
        });
        return true;
      },
      keep: (removed) => removed,
    });
}

function listSuppressions(
  { list, listOfClient, listOfCampaign }: Statements,
  { client: only, campaign, after, limit }: Parameters<SuppressionVerbs['listSuppressions']>[0],
): ReturnType<SuppressionVerbs['listSuppressions']> {
  const cursor = readCursor({ after, form: ['', '', ''] as const }) ?? (['', '', ''] as const);
  const [lastClient, lastAddress, lastCampaign] = cursor;
  const read = () => {
    if (only === undefined) return list.all(lastClient, lastAddress, lastCampaign, limit + 1);
    if (campaign !== undefined) return listOfCampaign.all(only, campaign, lastAddress, limit + 1);
    return listOfClient.all(only, lastAddress, lastCampaign, limit + 1);
  };
  return toPage({
    found: read().map(suppressions.read),
    limit,
    cursorOf: ({ client, address, campaign: of }) => [client, address, of ?? ''],
  });
}
