import { isDeepStrictEqual } from 'node:util';
import { changedSender, senderStatus, withQuarantine } from '../../../domain/sender/sender.ts';
import type { Sender } from '../../../domain/sender/sender.ts';
import { senderLogEvent } from '../../contract/senders/sender-events.ts';
import type { SenderStore } from '../../contract/senders/senders.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import { createSettingRevision } from '../clients/setting-revision.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { senders } from '../rows/senders/sender-rows.ts';
import type { SyncStore } from '../sync-store.ts';
import { createSenderOutcomes } from './sender-outcomes.ts';
import type { SenderOutcomes } from './sender-outcomes.ts';

export type Senders = Pick<SyncStore, keyof SenderStore> &
  Pick<SenderOutcomes, 'noteSenderOutcomes'> & {
    /** Returns, within the transaction of a turn, whether each of these senders may send at an instant. */
    maySend: (input: { client: string; addresses: readonly string[]; at: number }) => boolean;
  };

/** Stores the senders of clients. */
export function createSenders({
  connection,
  clientLog,
  requests,
  readHead,
}: {
  connection: Connection;
  clientLog: ClientLog;
  requests: Requests;
  readHead: ReadHead;
}): Senders {
  const { prepare } = connection;
  const read = prepare(`SELECT ${senders.select()} FROM senders WHERE client = ? AND address = ?`);
  const list = prepare(`SELECT ${senders.select()} FROM senders WHERE client = ? ORDER BY address`);
  const put = prepare(upsertInto('senders', { names: senders.names, key: ['client', 'address'] }));
  const remove = prepare('DELETE FROM senders WHERE client = ? AND address = ?');
  const revision = createSettingRevision({ connection });
  const find = (client: string, address: string): Sender | null =>
    read.all(client, address).map(senders.read)[0] ?? null;

  const store = (before: Sender | null, after: Sender, by: string): Sender => {
    if (before && isDeepStrictEqual(before, { ...after, changedAt: before.changedAt })) return before;
    put.run(...senders.cells(after));
    clientLog.append(after.client, senderLogEvent({ before, after, by, at: after.changedAt }));
    revision.raise();
    return after;
  };

  return {
    ...createSenderOutcomes({ connection, readHead }),
    listSenders: (client) => list.all(client).map(senders.read),
    putSenders: ({ client, addresses, change, by, at }, request) =>
      requests.once({
        request,
        client,
        work: () =>
          addresses.map((address) => {
            const before = find(client, address);
            return store(before, changedSender({ before, client, address, change, at }), by);
          }),
      }),
    setQuarantine: ({ client, address, quarantine, seen, by, at }, request) =>
      requests.once({
        request,
        client,
        work() {
          const before = find(client, address);
          if (!before || (seen !== undefined && before.changedAt !== seen)) return before;
          return store(before, withQuarantine(before, quarantine, at), by);
        },
      }),
    removeSender: ({ client, address, by, at }, request) =>
      requests.once({
        request,
        client,
        work() {
          const before = find(client, address);
          if (!before) return false;
          remove.run(client, address);
          clientLog.append(client, senderLogEvent({ before, after: null, by, at }));
          revision.raise();
          return true;
        },
      }),
    maySend: ({ client, addresses, at }) =>
      addresses.every((address) => {
        const sender = find(client, address);
        return sender === null || senderStatus(sender, at) === 'active';
      }),
  };
}
