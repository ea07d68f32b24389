import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import { campaignDefinitionSchema } from '../../channels/registry.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import { mergePatch } from './merge-patch.ts';

/**
 * Returns the definition of a new campaign from its body, with the defaults of its client. Without a client in the
 * body it is the client of the caller. Throws `definition.invalid`, and `client.not-found` for a client that the
 * caller may not see.
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
  // The defaults are merged before the validation, so that contradictions are reported together with all other
  // issues.
  const definition = validateDefinition(
    record ? withClientDefaults({ value, settings: parseClientSettings(record.settings) }) : value,
  );
  if (scope !== null && definition.client !== scope) scopeOf({ ...caller, client: scope }, definition.client);
  return definition;
}

/** Returns the campaign merged key by key over the defaults of its client. */
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
