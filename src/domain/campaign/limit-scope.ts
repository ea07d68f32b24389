import type { Details } from '../attempt/attempt.ts';
import type { ReasonCode } from '../reason-code.ts';
import type { SenderLimits } from '../sender/sender.ts';

/**
 * The values of a limit; null is unlimited. `perSecond` counts starts, `perHour` and `perDay` count calendar periods.
 */
export type LimitCaps = {
  concurrent: number | null;
  perSecond: number | null;
  perHour: number | null;
  perDay: number | null;
};

type SharedCaps = Pick<LimitCaps, 'concurrent' | 'perSecond'>;

/** Limits of the installation, shared by all clients; null is unlimited. */
export type SharedLimits = {
  /** Per account at the provider, by channel. */
  account: SharedCaps;
  /** Of the whole installation. */
  global: SharedCaps;
  /** Per caller ID. */
  caller: SharedCaps;
};

/** Returns the limits that a client has set for one of its senders; null for one that it has not registered. */
export type SenderLimitsOf = (address: string) => SenderLimits | null;

/** The current settings that define caps. */
export type LimitSettings = {
  shared: SharedLimits;
  client: LimitCaps;
  campaign: LimitCaps;
  senderOf: SenderLimitsOf;
  /** The size of a pool of bots of the client; null if it has no such pool. */
  botsOf: (pool: string) => number | null;
};

/** What limits need to know about an attempt. `sender` and `address` are null while they are not known. */
export type LimitedTouch = {
  client: string;
  campaign: string;
  channel: string;
  sender: string | null;
  address: string | null;
  /** The facts that an attempt of this kind has from its mint on: see `ChannelFacts.factsOfStep`. */
  facts: Details | null;
};

/**
 * The declaration of one limit. The slots that an attempt holds and the caps that they are reserved under both derive
 * from it, so they cannot disagree.
 */
export type LimitScope = {
  name: string;
  /** The key that slots are stored under; null if the attempt takes no slot. Stores keep it: do not change it. */
  keyOf: (touch: LimitedTouch) => string | null;
  capsOf: (settings: LimitSettings, touch: LimitedTouch) => LimitCaps;
  /**
   * Whether the slot is taken when the attempt is minted, for its preparation. The slots of other scopes are taken when it
   * is sent. Only for attempts that are prepared.
   */
  isForPreparation?: boolean;
  /** Why contacts wait while no slot of it is free; `limit.concurrent` without it. */
  reason?: Extract<ReasonCode, 'bots.none-free'>;
};

/** The scopes that the engine declares. A channel lists the ones that apply to its touches and may declare others. */
export type EngineScope = 'account' | 'global' | 'client' | 'campaign';

/** An entry in the list of a channel: the name of a scope of the engine, or a declaration of its own. */
export type ListedScope = EngineScope | LimitScope;

/** Returns the lower of two caps; null is unlimited. */
function lower(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}

/** Returns the caps of a sender: its own, and those that the installation sets for every sender. */
export function senderCaps(shared: SharedCaps, own: SenderLimits | null): LimitCaps {
  return {
    concurrent: lower(shared.concurrent, own?.concurrent ?? null),
    perSecond: lower(shared.perSecond, own?.perSecond ?? null),
    perHour: null,
    perDay: own?.perDay ?? null,
  };
}

/** Caps of a scope that has no quotas. */
export function withoutQuotas(caps: SharedCaps): LimitCaps {
  return { ...caps, perHour: null, perDay: null };
}
