import { ownedStates } from '../../../src/domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';

/** The campaigns that need an owner. */
export async function ownedCampaigns(
  store: Pick<Store, 'listCampaigns'>,
): Promise<readonly CampaignRecord[]> {
  return (await store.listCampaigns({ states: ownedStates, limit: 1_000 })).items;
}
