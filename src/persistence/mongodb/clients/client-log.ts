import type { ClientSession } from 'mongodb';
import type { NewClientEvent } from '../../../domain/client-event.ts';
import { clientEventBody, clientEventOf } from '../../contract/clients/client-log.ts';
import type { ClientLogStore } from '../../contract/clients/client-log.ts';
import { chunkHash } from '../../contract/campaigns/log-hashes.ts';
import type { LogChunk } from '../../contract/campaigns/event-log.ts';
import type { Collections } from '../documents/collections.ts';

export type ClientLog = ClientLogStore & {
  /** Appends an event, within the transaction that makes the change. */
  append: (client: string, event: NewClientEvent, session: ClientSession) => Promise<void>;
};

/**
 * Stores the log of each client, one document for each event. Every append writes the head of the log, so that two
 * appends never get the same place.
 */
export function createClientLog({
  clientEvents,
  clientLogs,
}: Pick<Collections, 'clientEvents' | 'clientLogs'>): ClientLog {
  const readChunks = async ({
    client,
    afterSeq,
    limit,
  }: Parameters<ClientLogStore['readClientLog']>[0]): Promise<LogChunk[]> => {
    if (limit <= 0) return [];
    const found = await clientEvents
      .find({ _id: { $gt: { client, seq: afterSeq }, $lt: { client, seq: Infinity } } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, body, hash }) => ({ lastSeq: _id.seq, body, hash }));
  };

  return {
    async append(client, event, session) {
      const head = await clientLogs.findOne({ _id: client }, { session });
      const seq = (head?.seq ?? 0) + 1;
      const body = clientEventBody(event);
      const hash = chunkHash({ previous: head?.hash ?? client, body });
      await clientLogs.replaceOne({ _id: client }, { seq, hash }, { upsert: true, session });
      await clientEvents.insertOne({ _id: { client, seq }, body, hash }, { session });
    },
    readClientLog: async (input) => (await readChunks(input)).map(clientEventOf),
    readClientLogChunks: readChunks,
    async readLastClientSeq(client) {
      return (await clientLogs.findOne({ _id: client }))?.seq ?? 0;
    },
  };
}
