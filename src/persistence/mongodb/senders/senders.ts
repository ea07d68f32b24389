import { isDeepStrictEqual } from 'node:util';
import type { ClientSession } from 'mongodb';
import { changedSender, senderStatus, withQuarantine } from '../../../domain/sender/sender.ts';
import type { Sender } from '../../../domain/sender/sender.ts';
import { senderLogEvent } from '../../contract/senders/sender-events.ts';
import type { SenderStore } from '../../contract/senders/senders.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Collections } from '../documents/collections.ts';
import type { SenderDoc } from '../documents/sender-documents.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { RaiseRevision } from '../documents/counters.ts';
import { createSenderOutcomes } from './sender-outcomes.ts';
import type { SenderOutcomes } from './sender-outcomes.ts';

export type Senders = SenderStore &
  Pick<SenderOutcomes, 'noteSenderOutcomes'> & {
    /** Resolves, within the transaction of a turn, with whether each of these senders may send at an instant. */
    maySend: (
      input: { client: string; addresses: readonly string[]; at: number },
      session: ClientSession,
    ) => Promise<boolean>;
  };

/** Reads and changes single senders within a running transaction, with the log of the client. */
function createRows({
  senders,
  clientLog,
  raiseRevision,
}: {
  senders: Collections['senders'];
  clientLog: ClientLog;
  raiseRevision: RaiseRevision;
}) {
  const find = async (
    { client, address }: { client: string; address: string },
    session: ClientSession,
  ): Promise<Sender | null> => {
    const found = await senders.findOne({ _id: { client, address } }, { session });
    return found ? senderFrom(found) : null;
  };

  const write = async (
    { before, after, by }: { before: Sender | null; after: Sender; by: string },
    session: ClientSession,
  ): Promise<Sender> => {
    if (before && isDeepStrictEqual(before, { ...after, changedAt: before.changedAt })) return before;
    const { client, address, ...fields } = after;
    await senders.replaceOne({ _id: { client, address } }, fields, { upsert: true, session });
    await clientLog.append(client, senderLogEvent({ before, after, by, at: after.changedAt }), session);
    await raiseRevision(session);
    return after;
  };

  const remove = async (
    { before, by, at }: { before: Sender; by: string; at: number },
    session: ClientSession,
  ): Promise<void> => {
    const { client, address } = before;
    await senders.deleteOne({ _id: { client, address } }, { session });
    await clientLog.append(client, senderLogEvent({ before, after: null, by, at }), session);
    await raiseRevision(session);
  };

  return { find, write, remove };
}

/** Stores the senders of clients. */
export function createSenders({
  collections,
  clientLog,
  requests,
  raiseRevision,
  readHead,
}: {
  collections: Pick<Collections, 'senders' | 'senderOutcomes' | 'enrollments' | 'attempts'>;
  clientLog: ClientLog;
  requests: Requests;
  raiseRevision: RaiseRevision;
  readHead: ReadHead;
}): Senders {
  const { senders } = collections;
  const { find, write, remove } = createRows({ senders, clientLog, raiseRevision });
  return {
    ...createSenderOutcomes({ collections, readHead }),
    async listSenders(client) {
      const found = await senders
        .find({ '_id.client': client })
        .sort({ '_id.client': 1, '_id.address': 1 })
        .toArray();
      return found.map(senderFrom);
    },
    putSenders: ({ client, addresses, change, by, at }, request) =>
      requests.once({
        request,
        client,
        async work(session) {
          const changed: Sender[] = [];
          for (const address of addresses) {
            const before = await find({ client, address }, session);
            const after = changedSender({ before, client, address, change, at });
            changed.push(await write({ before, after, by }, session));
          }
          return changed;
        },
      }),
    setQuarantine: ({ client, address, quarantine, seen, by, at }, request) =>
      requests.once({
        request,
        client,
        async work(session) {
          const before = await find({ client, address }, session);
          if (!before || (seen !== undefined && before.changedAt !== seen)) return before;
          return write({ before, after: withQuarantine(before, quarantine, at), by }, session);
        },
      }),
    removeSender: ({ client, address, by, at }, request) =>
      requests.once({
        request,
        client,
        async work(session) {
          const before = await find({ client, address }, session);
          if (before) await remove({ before, by, at }, session);
          return before !== null;
        },
      }),
    async maySend({ client, addresses, at }, session) {
      if (addresses.length === 0) return true;
      const ids = addresses.map((address) => ({ client, address }));
      const found = await senders.find({ _id: { $in: ids } }, { session }).toArray();
      return found.every((document) => senderStatus(senderFrom(document), at) === 'active');
    },
  };
}

function senderFrom({ _id, ...sender }: SenderDoc): Sender {
  return { ..._id, ...sender };
}
