import { capsOf, scopesOf } from '../actors/index.ts';
import type { SharedLimits } from '../actors/index.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { ClientSettings } from '../domain/campaign/client-settings.ts';
import type { LimitCap } from '../persistence/contract/limits.ts';

type Caller = { channel: string; from: string | null };
type Asked = { record: CampaignRecord; channels: Channels };

/** Whom the campaign's attempts go out as. A single call brings its own caller, so of `direct` none is known. */
function callersOf({ record: { definition, listed }, channels }: Asked): Caller[] {
  const callers = new Map<string, Caller>();
  for (const step of definition.steps) {
    const caller = { channel: step.channel, from: listed ? channels.senderOf(step) : null };
    callers.set(`${caller.channel} ${caller.from ?? ''}`, caller);
  }
  return [...callers.values()];
}

/** Every scope an attempt of the campaign may take a slot in, each once. */
export function touchScopes(asked: Asked): string[] {
  return [...new Set(callersOf(asked).flatMap((caller) => scopesOf({ ...asked, ...caller })))];
}

/** The same with how much of each there is, under the definition and settings in force. */
export function touchCaps(
  input: Asked & {
    /** Of the client's clock, for the cap of a warm-up; null leaves that out. */
    day: string | null;
    shared: SharedLimits;
    client: ClientSettings;
  },
): LimitCap[] {
  const caps = new Map<string, LimitCap>();
  for (const caller of callersOf(input)) {
    for (const cap of capsOf({ ...input, ...caller })) caps.set(cap.scope, cap);
  }
  return [...caps.values()];
}
