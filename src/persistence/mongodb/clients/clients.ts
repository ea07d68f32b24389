import { isDeepStrictEqual } from 'node:util';
import { shownChange } from '../../../domain/client-event.ts';
import type { SettingStore, ClientRecord } from '../../contract/clients/settings.ts';
import type { ClientDoc, Collections } from '../documents/collections.ts';
import type { ClientLog } from './client-log.ts';
import type { RaiseRevision } from '../documents/counters.ts';
import type { Requests } from './requests.ts';

/** Stores the settings of clients. */
export function createClients({
  collections: { clients },
  clientLog,
  requests,
  raiseRevision,
}: {
  collections: Pick<Collections, 'clients'>;
  clientLog: ClientLog;
  requests: Requests;
  raiseRevision: RaiseRevision;
}): Pick<SettingStore, 'readClient' | 'putClient' | 'listClients'> {
  return {
    async readClient(client) {
      const found = await clients.findOne({ _id: client });
      return found ? clientFrom(found) : null;
    },
    putClient: ({ record, by }, request) =>
      requests.once({
        request,
        client: record.client,
        async work(session) {
          const { client, settings: after, updatedAt: at } = record;
          const known = await clients.findOne({ _id: client }, { session });
          const before = known ? clientFrom(known).settings : null;
          await clients.replaceOne(
            { _id: client },
            { settings: JSON.stringify(after), updatedAt: at, rev: await raiseRevision(session) },
            { upsert: true, session },
          );
          if (!isDeepStrictEqual(before, after)) {
            await clientLog.append(
              client,
              { type: 'settings.changed', at, by, data: shownChange(before, after) },
              session,
            );
          }
          return record;
        },
      }),
    async listClients() {
      return (await clients.find().sort({ _id: 1 }).toArray()).map(clientFrom);
    },
  };
}

export function clientFrom({ _id, settings, updatedAt }: ClientDoc): ClientRecord {
  return { client: _id, settings: JSON.parse(settings) as ClientRecord['settings'], updatedAt };
}
