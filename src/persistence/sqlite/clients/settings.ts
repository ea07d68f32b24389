import { isDeepStrictEqual } from 'node:util';
import type { StopEvent } from '../../../domain/emergency-stop.ts';
import type { ClientRecord, SettingStore } from '../../contract/clients/settings.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto, upsertInto } from '../rows/columns/sql.ts';
import { clients, holds } from '../rows/clients/setting-rows.ts';
import type { ClientLog } from './client-log.ts';
import type { Requests } from './requests.ts';
import { createSettingRevision } from './setting-revision.ts';
import { createStopLog } from './stop-log.ts';
import type { SyncStore } from '../sync-store.ts';

type SettingVerbs = Pick<SyncStore, keyof SettingStore>;

/** Small tables that the HTTP layer writes: emergency stops and clients. */
export function createSettings({
  connection,
  clientLog,
  requests,
}: {
  connection: Connection;
  clientLog: ClientLog;
  requests: Requests;
}): SettingVerbs {
  const { prepare } = connection;
  const stopLog = createStopLog({ connection });
  const putHold = prepare(`${insertInto('holds', holds.names)} ON CONFLICT (client) DO NOTHING`);
  const removeHold = prepare('DELETE FROM holds WHERE client = ?');
  const listHolds = prepare(`SELECT ${holds.select()} FROM holds ORDER BY client`);
  const readClient = prepare(`SELECT ${clients.select()} FROM clients WHERE client = ?`);
  const putClient = prepare(upsertInto('clients', { names: [...clients.names, 'rev'], key: ['client'] }));
  const changedSince = prepare(`SELECT ${clients.select()} FROM clients WHERE rev > ? ORDER BY rev`);
  const revision = createSettingRevision({ connection });
  const listClients = prepare(`SELECT ${clients.select()} FROM clients ORDER BY client`);

  const readOne = (client: string): ClientRecord | null =>
    readClient.all(client).map(clients.read)[0] ?? null;
  const tell = (stop: StopEvent): void => {
    const { client, event, reason, by, at } = stop;
    revision.raise();
    stopLog.append(stop);
    clientLog.append(client, { type: `stop.${event}`, at, by, data: { reason } });
  };

  return {
    putHold: (hold, request) =>
      requests.once({
        request,
        work() {
          const isNew = putHold.run(...holds.cells(hold)).changes === 1;
          if (isNew) tell({ ...hold, event: 'ordered' });
          return isNew;
        },
      }),
    removeHold: (lift, request) =>
      requests.once({
        request,
        work() {
          const wasStopped = removeHold.run(lift.client).changes === 1;
          if (wasStopped) tell({ ...lift, event: 'lifted' });
          return wasStopped;
        },
      }),
    listStopEvents: stopLog.listStopEvents,
    listHolds: () => listHolds.all().map(holds.read),
    readNewSettings(since) {
      const rev = revision.read();
      if (rev === since) return null;
      const changed = changedSince.all(since ?? -1);
      return { rev, clients: changed.map(clients.read), holds: listHolds.all().map(holds.read) };
    },
    readClient: readOne,
    putClient: ({ record, by }, request) =>
      requests.once({
        request,
        work() {
          const { client, settings: after, updatedAt: at } = record;
          const before = readOne(client)?.settings ?? null;
          putClient.run(...clients.cells(record), revision.raise());
          if (!isDeepStrictEqual(before, after))
            clientLog.append(client, { type: 'settings.changed', at, by, data: { before, after } });
          return record;
        },
      }),
    listClients: () => listClients.all().map(clients.read),
  };
}
