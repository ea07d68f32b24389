import type { NewClientEvent } from '../../../domain/client-event.ts';
import { clientEventBody, clientEventOf } from '../../contract/clients/client-log.ts';
import type { ClientLogStore } from '../../contract/clients/client-log.ts';
import { chunkHash } from '../../contract/campaigns/log-hashes.ts';
import type { LogChunk } from '../../contract/campaigns/event-log.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { clientEvents } from '../rows/campaigns/log-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type ClientLog = Pick<SyncStore, keyof ClientLogStore> & {
  /** Appends an event, within the transaction that makes the change. */
  append: (client: string, event: NewClientEvent) => void;
};

/** Stores the log of each client, one row for each event. */
export function createClientLog({ connection }: { connection: Connection }): ClientLog {
  const { prepare } = connection;
  const insert = prepare(insertInto('client_events', ['client', ...clientEvents.names]));
  const readAfter = prepare(
    `SELECT ${clientEvents.select()} FROM client_events WHERE client = ? AND last_seq > ? ORDER BY last_seq LIMIT ?`,
  );
  const readLast = prepare(
    'SELECT last_seq, hash FROM client_events WHERE client = ? ORDER BY last_seq DESC LIMIT 1',
  );
  const readChunks = (client: string, afterSeq: number, limit: number): LogChunk[] =>
    readAfter.all(client, afterSeq, Math.max(0, limit)).map(clientEvents.read);

  return {
    append(client, event) {
      const [lastSeq, previous] = (readLast.get(client) ?? [0, client]) as [number, string];
      const body = clientEventBody(event);
      const hash = chunkHash({ previous, body });
      insert.get(client, ...clientEvents.cells({ lastSeq: lastSeq + 1, body, hash }));
    },
    readClientLog: ({ client, afterSeq, limit }) => readChunks(client, afterSeq, limit).map(clientEventOf),
    readClientLogChunks: ({ client, afterSeq, limit }) => readChunks(client, afterSeq, limit),
    readLastClientSeq: (client) => (readLast.get(client)?.[0] ?? 0) as number,
  };
}
