import { defaultClientSettings, parseClientSettings } from '../../domain/campaign/client-settings.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Hold } from '../../domain/emergency-stop.ts';
import type { ClientRecord, Store } from '../../persistence/contract/store.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';

function holdView({ client, reason, by, at }: Hold) {
  return { client, reason, by, at: instantText(at) };
}

/** Returns the emergency stop of one client, or (with null) of every client; null if there is none. */
export async function readHold({
  store,
  client,
}: {
  store: Pick<Store, 'listHolds'>;
  client: string | null;
}) {
  const found = (await store.listHolds()).find((hold) => hold.client === (client ?? everyClient));
  return found ? holdView(found) : null;
}

/** Returns a client in the form of the API. A client without settings has the defaults. */
export async function clientView({
  store,
  client,
  record,
}: {
  store: Pick<Store, 'listHolds'>;
  client: string;
  record: ClientRecord | null;
}) {
  return {
    id: client,
    settings: record ? parseClientSettings(record.settings) : defaultClientSettings(),
    updatedAt: instantOrNull(record?.updatedAt ?? null),
    hold: await readHold({ store, client }),
  };
}
