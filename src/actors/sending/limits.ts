import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { LimitedTouch } from '../../domain/campaign/limit-scope.ts';
import { limitKeys } from '../../rules/limits/limits.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';

/** Returns the facts about a stored attempt that limits need. */
export function limitedAttempt(
  { id: campaign, client }: Pick<CampaignRecord, 'id' | 'client'>,
  { channel, sender, address }: Pick<Attempt, 'channel' | 'sender' | 'address'>,
): LimitedTouch {
  return { client, campaign, channel, sender, address };
}

/** Returns whether an attempt has taken slots. It takes them with its permit. */
export function tookSlots({ permitUntil }: Pick<Attempt, 'permitUntil'>): boolean {
  return permitUntil !== null;
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
    if (!tookSlots(attempt)) continue;
    for (const scope of limitKeys({ channels, touch: limitedAttempt(record, attempt) })) {
      counts.set(scope, (counts.get(scope) ?? 0) + 1);
    }
  }
  return [...counts].map(([scope, count]) => ({ scope, count }));
}
