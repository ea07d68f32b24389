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

/** The current settings that define caps. */
export type LimitSettings = { shared: SharedLimits; client: LimitCaps; campaign: LimitCaps };

/** What limits need to know about an attempt. `sender` and `address` are null while they are not known. */
export type LimitedTouch = {
  client: string;
  campaign: string;
  channel: string;
  sender: string | null;
  address: string | null;
};

/**
 * The declaration of one limit. The slots that an attempt holds and the caps that they are reserved under both derive
 * from it, so they cannot disagree.
 */
export type LimitScope = {
  name: string;
  /** The key that slots are stored under; null if the attempt takes no slot. Stores keep it: do not change it. */
  keyOf: (touch: LimitedTouch) => string | null;
  capsOf: (settings: LimitSettings) => LimitCaps;
};

/** The scopes that the engine declares. A channel lists the ones that apply to its touches and may declare others. */
export type EngineScope = 'account' | 'global' | 'client' | 'campaign';

/** An entry in the list of a channel: the name of a scope of the engine, or a declaration of its own. */
export type ListedScope = EngineScope | LimitScope;

/** Caps of a scope that has no quotas. */
export function withoutQuotas(caps: SharedCaps): LimitCaps {
  return { ...caps, perHour: null, perDay: null };
}
