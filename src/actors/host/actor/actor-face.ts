import type { ActorEvent } from '../../events.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';

/** What the performer of a campaign may ask of its actor. */
export type ActorFace = {
  post: (event: ActorEvent) => void;
  memory: () => CampaignMemory | null;
  /** Whether another instance is known to have changed the campaign since. */
  isBehind: () => boolean;
};
