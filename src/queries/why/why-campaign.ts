import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { explain } from '../../rules/why.ts';
import type { Why } from '../../rules/why.ts';
import type { ReadCampaignFacts } from '../campaign-facts.ts';
import type { CanaryView } from '../views/canary-view.ts';
import { canaryOf } from './canary-facts.ts';
import { whyFacts } from './why-facts.ts';

/** What the contacts of a campaign wait for, and its canary start (null if it was started without one). */
export type WhyCampaign = Why & { canary: CanaryView | null };

export async function explainCampaign({
  store,
  shared,
  readCampaignFacts,
  ...asked
}: {
  store: Store;
  shared: SharedLimits;
  readCampaignFacts: ReadCampaignFacts;
  record: CampaignRecord;
  now: number;
}): Promise<WhyCampaign> {
  const campaignFacts = await readCampaignFacts(asked);
  const why = explain(await whyFacts({ store, campaignFacts, shared }));
  return { ...why, canary: canaryOf(campaignFacts) };
}
