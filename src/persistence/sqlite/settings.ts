import type { ClientRecord } from '../contract.ts';
import type { Connection, Row } from './connection.ts';
import type { SyncStore } from './sync-store.ts';

type SettingVerbs = Pick<
  SyncStore,
  | 'putHold'
  | 'removeHold'
  | 'listHolds'
  | 'readClient'
  | 'putClient'
  | 'listClients'
  | 'readReply'
  | 'putReply'
  | 'dropReplies'
>;

/** Small tables that people and the HTTP layer write: emergency stops, clients, stored replies. */
export function createSettings({ connection }: { connection: Connection }): SettingVerbs {
  const { prepare, transact } = connection;
  const putHold = prepare(
    `INSERT INTO holds (client, reason, by, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (client) DO UPDATE SET reason = excluded.reason, by = excluded.by, at = excluded.at`,
  );
  const removeHold = prepare('DELETE FROM holds WHERE client = ?');
  const listHolds = prepare('SELECT client, reason, by, at FROM holds ORDER BY client');
  const readClient = prepare('SELECT client, settings, updated_at FROM clients WHERE client = ?');
  const putClient = prepare(
    `INSERT INTO clients (client, settings, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (client) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at`,
  );
  const listClients = prepare('SELECT client, settings, updated_at FROM clients ORDER BY client');
  const readReply = prepare('SELECT key, digest, status, body, at FROM replies WHERE key = ?');
  const putReply = prepare(
    `INSERT INTO replies (key, digest, status, body, at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, status = excluded.status,
       body = excluded.body, at = excluded.at`,
  );
  const dropReplies = prepare('DELETE FROM replies WHERE at < ?');

  return {
    putHold({ client, reason, by, at }) {
      transact(() => putHold.run(client, reason, by, at));
    },
    removeHold: (client) => transact(() => removeHold.run(client).changes === 1),
    listHolds: () =>
      listHolds.all().map((row) => ({
        client: row[0] as string,
        reason: row[1] as string | null,
        by: row[2] as string,
        at: row[3] as number,
      })),
    readClient(client) {
      const row = readClient.get(client);
      return row ? clientFrom(row) : null;
    },
    putClient({ client, settings, updatedAt }) {
      transact(() => putClient.run(client, JSON.stringify(settings), updatedAt));
    },
    listClients: () => listClients.all().map(clientFrom),
    readReply(key) {
      const row = readReply.get(key);
      if (!row) return null;
      return {
        key: row[0] as string,
        digest: row[1] as string,
        status: row[2] as number,
        body: row[3] as string,
        at: row[4] as number,
      };
    },
    putReply({ key, digest, status, body, at }) {
      transact(() => putReply.run(key, digest, status, body, at));
    },
    dropReplies(before) {
      transact(() => dropReplies.run(before));
    },
  };
}

function clientFrom(row: Row): ClientRecord {
  return {
    client: row[0] as string,
    settings: JSON.parse(row[1] as string) as ClientRecord['settings'],
    updatedAt: row[2] as number,
  };
}
