import type { SharedLimits } from '../../actors/index.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { LimitedTouch } from '../../domain/campaign/limit-scope.ts';
import type { LimitCap } from '../../persistence/contract/attempts/limits.ts';
import { limitCaps, limitKeys, limitSettings } from '../../rules/limits/limits.ts';

type Asked = { record: CampaignRecord; channels: Channels };

/**
 * The attempts of a campaign as limits need them, one per channel and sender. A single call has its own sender, so
 * none is known for the campaign `direct`.
 */
function touchesOf({ record, channels }: Asked): LimitedTouch[] {
  const { id: campaign, client, definition, listed } = record;
  return definition.steps.map((step) => {
    const sender = listed ? channels.senderOf(step) : null;
    return { client, campaign, channel: step.channel, sender, address: null };
  });
}

/** The keys of all limits that an attempt of the campaign may take a slot in, each once. */
export function touchScopes(asked: Asked): string[] {
  const { channels } = asked;
  return [...new Set(touchesOf(asked).flatMap((touch) => limitKeys({ channels, touch })))];
}

type AskedCaps = Asked & {
  /** The day of the client's clock, for the cap of a warm-up; null omits that cap. */
  day: string | null;
  shared: SharedLimits;
  client: ClientSettings;
};

/** The caps of each touch that takes slots, by the current definition and settings. */
export function capsPerTouch({ day, shared, client, ...asked }: AskedCaps): LimitCap[][] {
  const settings = limitSettings({ record: asked.record, client, shared, day });
  const { channels } = asked;
  const caps = touchesOf(asked).map((touch) => limitCaps({ channels, touch, settings }));
  return caps.filter(({ length }) => length > 0);
}

/** The caps of all limits that an attempt of the campaign may take a slot in, each once. */
export function touchCaps(asked: AskedCaps): LimitCap[] {
  const caps = capsPerTouch(asked).flat();
  return [...new Map(caps.map((cap) => [cap.scope, cap])).values()];
}
