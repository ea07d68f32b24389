import type { Connection } from '../connection/connection.ts';
import { insertInto, upsertInto } from '../rows/columns/sql.ts';
import { clients, holds } from '../rows/setting-rows.ts';
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
  const putHold = prepare(`${insertInto('holds', holds.names)} ON CONFLICT (client) DO NOTHING`);
  const removeHold = prepare('DELETE FROM holds WHERE client = ?');
  const listHolds = prepare(`SELECT ${holds.select()} FROM holds ORDER BY client`);
  const readClient = prepare(`SELECT ${clients.select()} FROM clients WHERE client = ?`);
  const putClient = prepare(upsertInto('clients', { names: clients.names, key: ['client'] }));
  const listClients = prepare(`SELECT ${clients.select()} FROM clients ORDER BY client`);

  return {
    putHold: (hold, request) =>
      requests.once({
        request,
        work() {
          const isNew = putHold.run(...holds.cells(hold)).changes === 1;
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
    listHolds: () => listHolds.all().map(holds.read),
    readClient(client) {
      const row = readClient.get(client);
      return row ? clients.read(row) : null;
    },
    putClient: (record, request) =>
      requests.once({
        request,
        work() {
          putClient.run(...clients.cells(record));
          return record;
        },
      }),
    listClients: () => listClients.all().map(clients.read),
  };
}
