import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import { campaignDefinitionSchema } from '../../channels/registry.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { mergePatch } from './merge-patch.ts';

/**
 * The definition of a new campaign from its body: of the caller's client if it names none, over the defaults of that
 * client. `definition.invalid`; `client.not-found` for a client that is not the caller's.
 */
export async function definitionFor({
  body,
  caller,
  asked,
  store,
}: {
  body: Readonly<Record<string, unknown>>;
  caller: Caller;
  asked: string | undefined;
  store: Pick<Store, 'readClient'>;
}): Promise<CampaignDefinition> {
  const scope = scopeOf(caller, asked);
  const value = scope === null || body['client'] !== undefined ? body : { ...body, client: scope };
  const named = campaignDefinitionSchema.shape.client.safeParse(value['client']);
  const record =
    named.success && (scope === null || named.data === scope) ? await store.readClient(named.data) : null;
  // Over the client's defaults at once: what contradicts them is told together with everything else.
  const definition = validateDefinition(
    record ? withClientDefaults({ value, settings: parseClientSettings(record.settings) }) : value,
  );
  if (scope !== null && definition.client !== scope) scopeOf({ ...caller, client: scope }, definition.client);
  return definition;
}

/** Lays a campaign over its client's defaults, key by key. */
export function withClientDefaults({
  value,
  settings,
}: {
  value: Readonly<Record<string, unknown>>;
  settings: Pick<ClientSettings, 'rateLimits' | 'sendWindow' | 'sequences'>;
}): unknown {
  const { rateLimits, sendWindow, sequences } = settings;
  const defaults = { rateLimits, sendWindow, sequences };
  const set = Object.entries(defaults).filter(([, part]) => part !== undefined);
  return mergePatch(Object.fromEntries(set), value);
}
