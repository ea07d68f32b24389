/** How much of a limit there is; null is unlimited. `perSecond` counts starts, `perHour` and `perDay` calendar periods. */
export type LimitCaps = {
  concurrent: number | null;
  perSecond: number | null;
  perHour: number | null;
  perDay: number | null;
};

type SharedCaps = Pick<LimitCaps, 'concurrent' | 'perSecond'>;

/** Limits of the installation, shared by all clients; null is unlimited. */
export type SharedLimits = {
  /** Of the provider account, per channel. */
  account: SharedCaps;
  /** Of this whole installation. */
  global: SharedCaps;
  /** Of one caller ID. */
  caller: SharedCaps;
};

/** The settings in force that caps are taken from. */
export type LimitSettings = { shared: SharedLimits; client: LimitCaps; campaign: LimitCaps };

/** What limits know of an attempt. `sender` and `address` are null where they are not known yet. */
export type LimitedTouch = {
  client: string;
  campaign: string;
  channel: string;
  sender: string | null;
  address: string | null;
};

/**
 * One declaration of a limit. The slots that an attempt holds and the caps they are reserved under both come from it, so
 * they cannot disagree.
 */
export type LimitScope = {
  name: string;
  /** The key that slots are stored under; null where the attempt takes no slot. Stores keep it: do not change it. */
  keyOf: (touch: LimitedTouch) => string | null;
  capsOf: (settings: LimitSettings) => LimitCaps;
};

/** The scopes that the engine declares; a channel names those that apply to its touches and may declare others. */
export type EngineScope = 'account' | 'global' | 'client' | 'campaign';

/** What a channel lists: scopes of the engine by name, and its own declarations. */
export type ListedScope = EngineScope | LimitScope;

/** Caps of a scope that has no quotas. */
export function withoutQuotas(caps: SharedCaps): LimitCaps {
  return { ...caps, perHour: null, perDay: null };
}
