import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import { describeChange } from '../../definitions/definition-changes.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { withClientDefaults } from '../../http/index.ts';
import type { CampaignFile } from '../list/campaign-file.ts';
import { campaignPath } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import { RemoteError } from '../api/remote-error.ts';
import { renamed } from './run-input.ts';
import type { CampaignView } from '../api/views.ts';

/** The campaign of a run: an existing one, or one to create. */
export type Found = { campaign: CampaignFile; existing: CampaignView | null };

const endStates: ReadonlySet<string> = new Set(['completed', 'cancelled', 'failed', 'archived']);

export function hasEnded({ state }: Pick<CampaignView, 'state'>): boolean {
  return endStates.has(state);
}

/**
 * Finds the campaign with the name of the file. With `again`, ended campaigns are skipped: the next name is `name-2`,
 * `name-3` and so on. Throws `run.definition-changed` if the existing campaign has another definition.
 */
export async function findCampaign({
  client,
  campaign,
  again,
}: {
  client: Client;
  campaign: CampaignFile;
  again: boolean;
}): Promise<Found> {
  const { name } = campaign.definition;
  for (let copy = 1; ; copy += 1) {
    const wanted = copy === 1 ? campaign : renamed(campaign, `${name}-${copy}`);
    const existing = await readCampaign({ client, definition: wanted.definition });
    if (existing && again && hasEnded(existing)) continue;
    if (existing) await refuseChange({ client, campaign: wanted, existing });
    return { campaign: wanted, existing };
  }
}

async function readCampaign({
  client,
  definition,
}: {
  client: Client;
  definition: CampaignDefinition;
}): Promise<CampaignView | null> {
  try {
    return await client.get<CampaignView>(campaignPath(definition.name), {
      query: { client: definition.client },
    });
  } catch (error) {
    if (error instanceof RemoteError && error.status === 404) return null;
    throw error;
  }
}

async function refuseChange({
  client,
  campaign,
  existing,
}: {
  client: Client;
  campaign: CampaignFile;
  existing: CampaignView;
}): Promise<void> {
  const wanted = await withDefaults({ client, campaign });
  const before = existing.definition as CampaignDefinition;
  const changes = describeChange(before, JSON.parse(JSON.stringify(wanted)) as CampaignDefinition);
  if (changes.length === 0) return;
  throw new RingmasterError({
    code: 'run.definition-changed',
    family: 'conflict',
    message: `${existing.name} already exists with another definition: ${changes.join('; ')}.`,
    hint: hasEnded(existing)
      ? 'Run it again under a new name with --again or --name.'
      : 'Restore the file, or run it under another name with --name. A running service accepts changes with PATCH.',
    details: { changes },
  });
}

/** Returns the definition that the service would create from this file, with the defaults of the client. */
async function withDefaults({
  client,
  campaign: { plain, definition },
}: {
  client: Client;
  campaign: CampaignFile;
}): Promise<CampaignDefinition> {
  const { settings } = await client.get<{ settings: Readonly<Record<string, unknown>> }>(
    `/v1/clients/${encodeURIComponent(definition.client)}`,
  );
  return validateDefinition(withClientDefaults({ value: plain, settings: parseClientSettings(settings) }));
}
