import type { ActorEvent } from '../../events.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';

/** The functions of an actor that the performer of its campaign may call. */
export type ActorFace = {
  post: (event: ActorEvent) => void;
  memory: () => CampaignMemory | null;
  /** Returns whether another instance is known to have changed the campaign after memory was read. */
  isBehind: () => boolean;
};
