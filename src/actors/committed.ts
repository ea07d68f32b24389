import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { Turn } from '../persistence/contract/store.ts';
import type { CampaignMemory } from './turn/campaign-memory.ts';

export type TurnEvents = Turn['events'];

/**
 * Called with every event of a campaign's log that this instance commits, whether it owns the campaign or not.
 * `memory` is null outside of turns: when a campaign is created, or when it fails because it cannot be read.
 */
export type OnCommitted = (input: {
  campaign: string;
  record: CampaignRecord;
  memory: CampaignMemory | null;
  events: TurnEvents;
}) => void;
