import type { ClientRecord } from '../../contract/store.ts';
import type { Connection, Row } from '../connection/connection.ts';
import type { Requests } from './requests.ts';
import { createStopLog } from './stop-log.ts';
import type { SyncStore } from '../sync-store.ts';

type SettingVerbs = Pick<
  SyncStore,
  'putHold' | 'removeHold' | 'listHolds' | 'listStopEvents' | 'readClient' | 'putClient' | 'listClients'
>;

/** Small tables that the HTTP layer writes: emergency stops and clients. */
export function createSettings({
  connection,
  requests,
}: {
  connection: Connection;
  requests: Requests;
}): SettingVerbs {
  const { prepare } = connection;
  const stopLog = createStopLog({ connection });
  const putHold = prepare(
    'INSERT INTO holds (client, reason, by, at) VALUES (?, ?, ?, ?) ON CONFLICT (client) DO NOTHING',
  );
  const removeHold = prepare('DELETE FROM holds WHERE client = ?');
  const listHolds = prepare('SELECT client, reason, by, at FROM holds ORDER BY client');
  const readClient = prepare('SELECT client, settings, updated_at FROM clients WHERE client = ?');
  const putClient = prepare(
    `INSERT INTO clients (client, settings, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (client) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at`,
  );
  const listClients = prepare('SELECT client, settings, updated_at FROM clients ORDER BY client');

  return {
    putHold: (hold, request) =>
      requests.once({
        request,
        work() {
          const { client, reason, by, at } = hold;
          const isNew = putHold.run(client, reason, by, at).changes === 1;
          if (isNew) stopLog.append({ ...hold, event: 'ordered' });
          return isNew;
        },
      }),
    removeHold: (lift, request) =>
      requests.once({
        request,
        work() {
          const wasStopped = removeHold.run(lift.client).changes === 1;
          if (wasStopped) stopLog.append({ ...lift, event: 'lifted' });
          return wasStopped;
        },
      }),
    listStopEvents: stopLog.listStopEvents,
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
    putClient: (record, request) =>
      requests.once({
        request,
        work() {
          putClient.run(record.client, JSON.stringify(record.settings), record.updatedAt);
          return record;
        },
      }),
    listClients: () => listClients.all().map(clientFrom),
  };
}

function clientFrom(row: Row): ClientRecord {
  return {
    client: row[0] as string,
    settings: JSON.parse(row[1] as string) as ClientRecord['settings'],
    updatedAt: row[2] as number,
  };
}
