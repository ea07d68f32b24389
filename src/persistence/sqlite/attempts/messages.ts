import type { MessageStore } from '../../contract/attempts/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { messages } from '../rows/attempts/message-rows.ts';
import type { SyncStore } from '../sync-store.ts';

/** Stores messages as they were written, by attempt. */
export function createMessages({
  connection,
}: {
  connection: Connection;
}): Pick<SyncStore, keyof MessageStore> {
  const { prepare, transact } = connection;
  const insert = prepare(`${insertInto('messages', messages.names)} ON CONFLICT (attempt) DO NOTHING`);
  const read = prepare(`SELECT ${messages.select()} FROM messages WHERE attempt = ?`);
  return {
    putMessage: (message) => transact(() => insert.run(...messages.cells(message)).changes === 1),
    readMessages: (attempts) => attempts.flatMap((attempt) => read.all(attempt).map(messages.read)),
  };
}
