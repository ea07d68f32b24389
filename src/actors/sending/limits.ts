import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { LimitedTouch } from '../../domain/campaign/limit-scope.ts';
import { limitKeys } from '../../rules/limits/limits.ts';
import type { SlotPhase } from '../../rules/limits/limits.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';

/** Returns the facts about a stored attempt that limits need. */
export function limitedAttempt(
  { id: campaign, client }: Pick<CampaignRecord, 'id' | 'client'>,
  { channel, sender, address, details }: Pick<Attempt, 'channel' | 'sender' | 'address' | 'details'>,
): LimitedTouch {
  return { client, campaign, channel, sender, address, facts: details };
}

/** Returns which slots a stored attempt has taken. It takes those for its preparation with its mint, the others with its permit. */
function phaseOf({ permitUntil }: Pick<Attempt, 'permitUntil'>): SlotPhase {
  return permitUntil === null ? 'preparation' : 'both';
}

/** Returns the keys of the limits in which a stored attempt has taken slots. */
export function takenScopes({
  channels,
  record,
  attempt,
}: {
  channels: Pick<Channels, 'limitsOf'>;
  record: Pick<CampaignRecord, 'id' | 'client'>;
  attempt: Attempt;
}): string[] {
  return limitKeys({ channels, touch: limitedAttempt(record, attempt), phase: phaseOf(attempt) });
}

/** Returns the slots of the stored open attempts of a campaign, per scope. */
export function heldBy({
  channels,
  record,
  open,
}: Pick<CampaignMemory, 'record' | 'open'> & { channels: Pick<Channels, 'limitsOf'> }): {
  scope: string;
  count: number;
}[] {
  const counts = new Map<string, number>();
  for (const { attempt } of open.values()) {
    for (const scope of takenScopes({ channels, record, attempt })) {
      counts.set(scope, (counts.get(scope) ?? 0) + 1);
    }
  }
  return [...counts].map(([scope, count]) => ({ scope, count }));
}
