import type { SharedLimits } from '../../actors/index.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { LimitedTouch } from '../../domain/campaign/limit-scope.ts';
import type { Step } from '../../domain/campaign/step.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import { limitCaps, limitKeys, limitSettings } from '../../rules/limits/limits.ts';
import type { ReasonedCap } from '../../rules/limits/limits.ts';
import { pooledCap } from './pooled-limits.ts';
import { usableSenders } from './step-senders.ts';

type Asked = {
  record: CampaignRecord;
  channels: Channels;
  /** The senders of the client; without them, those that the steps name. */
  senders?: readonly Sender[];
  /** Senders that are paused or in quarantine at this instant do not count. */
  now: number;
};

/**
 * The attempts of a step as limits need them, one per sender. A single call has its own sender, so none is known for the
 * campaign `direct`, and neither is one for a step that no sender may be used for now.
 */
function touchesOf(
  { record: { id: campaign, client, listed }, ...asked }: Asked,
  step: Step,
): LimitedTouch[] {
  const usable = listed ? usableSenders({ ...asked, step }) : [];
  const senders = usable.length > 0 ? usable : [null];
  const facts = asked.channels.factsOfStep(step);
  return senders.map((sender) => ({
    client,
    campaign,
    channel: step.channel,
    sender,
    address: null,
    facts,
  }));
}

/** The keys of all limits that an attempt of the campaign may take a slot in, each once. */
export function touchScopes(asked: Asked): string[] {
  const { channels, record } = asked;
  const touches = record.definition.steps.flatMap((step) => touchesOf(asked, step));
  return [...new Set(touches.flatMap((touch) => limitKeys({ channels, touch })))];
}

type AskedCaps = Asked & {
  /** The day of the client's clock, for the cap of a warm-up; null omits that cap. */
  day: string | null;
  shared: SharedLimits;
  client: ClientSettings;
};

/** The caps of a step: if it has several senders, those of all of them together. */
export type StepCaps = {
  caps: readonly ReasonedCap[];
  /** The caps of each of several senders; empty otherwise. */
  pooled: readonly ReasonedCap[];
};

/** The caps of each step that takes slots, by the current definition and settings. */
export function capsPerStep({ day, shared, client, ...asked }: AskedCaps): StepCaps[] {
  const { record, channels, senders = [] } = asked;
  const limits = new Map(senders.map((sender) => [sender.address, sender.limits]));
  const senderOf = (address: string) => limits.get(address) ?? null;
  const settings = limitSettings({ record, client, shared, senderOf, day });
  return record.definition.steps.flatMap((step): StepCaps[] => {
    const perTouch = touchesOf(asked, step).map((touch) => limitCaps({ channels, touch, settings }));
    const [first = [], ...others] = perTouch;
    if (first.length === 0) return [];
    if (others.length === 0) return [{ caps: first, pooled: [] }];
    const isCommon = ({ scope }: ReasonedCap): boolean =>
      others.every((caps) => caps.some((cap) => cap.scope === scope));
    const pooled = perTouch.flatMap((caps) => caps.filter((cap) => !isCommon(cap)));
    return [{ caps: [...first.filter(isCommon), pooledCap({ step, pooled })], pooled }];
  });
}

/** The caps of each touch that takes slots. */
export function capsPerTouch(asked: AskedCaps): (readonly ReasonedCap[])[] {
  return capsPerStep(asked).map(({ caps }) => caps);
}

/** The caps of all limits that an attempt of the campaign may take a slot in, each once. */
export function touchCaps(asked: AskedCaps): ReasonedCap[] {
  const caps = capsPerTouch(asked).flat();
  return [...new Map(caps.map((cap) => [cap.scope, cap])).values()];
}
