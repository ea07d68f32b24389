import { isDeepStrictEqual } from 'node:util';
import type { StopEvent } from '../../../domain/emergency-stop.ts';
import { shownChange } from '../../../domain/client-event.ts';
import type { ClientRecord, SettingStore } from '../../contract/clients/settings.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto, upsertInto } from '../rows/columns/sql.ts';
import { clients, emergencyStops } from '../rows/clients/setting-rows.ts';
import type { ClientLog } from './client-log.ts';
import type { Requests } from './requests.ts';
import { createSettingRevision } from './setting-revision.ts';
import type { SettingRevision } from './setting-revision.ts';
import { createStopLog } from './stop-log.ts';
import type { SyncStore } from '../sync-store.ts';

type SettingVerbs = Pick<SyncStore, keyof SettingStore>;

/** Stores emergency stops and the settings of clients. */
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
  const putStop = prepare(`${insertInto('holds', emergencyStops.names)} ON CONFLICT (client) DO NOTHING`);
  const removeStop = prepare('DELETE FROM holds WHERE client = ?');
  const listStops = prepare(`SELECT ${emergencyStops.select()} FROM holds ORDER BY client`);
  const changedSince = prepare(`SELECT ${clients.select()} FROM clients WHERE rev > ? ORDER BY rev`);
  const rated = prepare('SELECT DISTINCT client FROM rate_tables ORDER BY client');
  const revision = createSettingRevision({ connection });
  const tell = (stop: StopEvent): void => {
    const { client, event, reason, by, at } = stop;
    revision.raise();
    stopLog.append(stop);
    clientLog.append(client, { type: `stop.${event}`, at, by, data: { reason } });
  };

  return {
    putStop: (stop, request) =>
      requests.once({
        request,
        client: stop.client,
        work() {
          const isNew = putStop.run(...emergencyStops.cells(stop)).changes === 1;
          if (isNew) tell({ ...stop, event: 'ordered' });
          return isNew;
        },
      }),
    removeStop: (lift, request) =>
      requests.once({
        request,
        client: lift.client,
        work() {
          const wasStopped = removeStop.run(lift.client).changes === 1;
          if (wasStopped) tell({ ...lift, event: 'lifted' });
          return wasStopped;
        },
      }),
    listStopEvents: stopLog.listStopEvents,
    listStops: () => listStops.all().map(emergencyStops.read),
    readNewSettings(since) {
      const rev = revision.read();
      if (rev === since) return null;
      const changed = changedSince.all(since ?? -1);
      return {
        rev,
        clients: changed.map(clients.read),
        stops: listStops.all().map(emergencyStops.read),
        rated: rated.all().map(([client]) => String(client)),
      };
    },
    ...createClients({ connection, clientLog, requests, revision }),
  };
}

/** Stores the settings of clients. */
function createClients({
  connection: { prepare },
  clientLog,
  requests,
  revision,
}: {
  connection: Connection;
  clientLog: ClientLog;
  requests: Requests;
  revision: SettingRevision;
}): Pick<SettingVerbs, 'readClient' | 'putClient' | 'listClients'> {
  const readClient = prepare(`SELECT ${clients.select()} FROM clients WHERE client = ?`);
  const putClient = prepare(upsertInto('clients', { names: [...clients.names, 'rev'], key: ['client'] }));
  const listClients = prepare(`SELECT ${clients.select()} FROM clients ORDER BY client`);
  const readOne = (client: string): ClientRecord | null =>
    readClient.all(client).map(clients.read)[0] ?? null;
  return {
    readClient: readOne,
    putClient: ({ record, by }, request) =>
      requests.once({
        request,
        client: record.client,
        work() {
          const { client, settings: after, updatedAt: at } = record;
          const before = readOne(client)?.settings ?? null;
          putClient.run(...clients.cells(record), revision.raise());
          if (!isDeepStrictEqual(before, after))
            clientLog.append(client, { type: 'settings.changed', at, by, data: shownChange(before, after) });
          return record;
        },
      }),
    listClients: () => listClients.all().map(clients.read),
  };
}
