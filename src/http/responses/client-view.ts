import { defaultClientSettings, parseClientSettings } from '../../domain/campaign/client-settings.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import type { ClientRecord, Store } from '../../persistence/contract/store.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';

function stopView({ client, reason, by, at }: EmergencyStop) {
  return { client, reason, by, at: instantText(at) };
}

/** Returns the emergency stop of one client, or (with null) of every client; null if there is none. */
export async function readStop({
  store,
  client,
}: {
  store: Pick<Store, 'listStops'>;
  client: string | null;
}) {
  const found = (await store.listStops()).find((stop) => stop.client === (client ?? everyClient));
  return found ? stopView(found) : null;
}

/** Returns a client in the form of the API. A client without settings has the defaults. */
export async function clientView({
  store,
  client,
  record,
}: {
  store: Pick<Store, 'listStops'>;
  client: string;
  record: ClientRecord | null;
}) {
  const {
    bots: _pools,
    email: _mailboxes,
    ...settings
  } = record ? parseClientSettings(record.settings) : defaultClientSettings();
  return {
    id: client,
    settings,
    updatedAt: instantOrNull(record?.updatedAt ?? null),
    hold: await readStop({ store, client }),
  };
}
