import type { OwnedCampaign } from '../../../persistence/contract/campaigns/owned.ts';
import type { PendingEvent } from '../../turn/batch.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';

/**
 * `running`: turns start attempts. `draining`: the instance is stopping, and turns only record the results of work
 * under way. `stopped`: no turn starts any more, because the instance has stopped or another one owns the campaign.
 */
export type ActorPhase = 'running' | 'draining' | 'stopped';

/** What a campaign actor keeps between turns. */
export type ActorState = {
  phase: ActorPhase;
  /** The events that no turn has taken yet. */
  queue: PendingEvent[];
  /** The committed state; null if it must be read again. */
  memory: CampaignMemory | null;
  /** What was read together with other campaigns for the first turn; null if it must be read. */
  owned: OwnedCampaign | null;
  /** Whether the stored inbox may have events that were not read. */
  isInboxFull: boolean;
  /** Whether another instance has changed the campaign since it was read. */
  isChanged: boolean;
  /** Whether contacts wait because a shared limit was used up. */
  isStarved: boolean;
  /** Whether contacts wait for a circuit breaker. */
  awaitsBreaker: boolean;
};

export function newActorState(): ActorState {
  return {
    phase: 'running',
    queue: [],
    memory: null,
    owned: null,
    isInboxFull: true,
    isChanged: false,
    isStarved: false,
    awaitsBreaker: false,
  };
}
