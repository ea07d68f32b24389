import type { LimitCaps } from '../../domain/campaign/limit-scope.ts';

/**
 * A shared limit and how much of it there is. `scope` is an opaque key, such as `account:<channel>`, `global`,
 * `client:<id>`, `campaign:<id>` or `caller:<number>`.
 */
export type LimitCap = { scope: string } & LimitCaps;

/**
 * What blocks a reservation, and the business time from which more may be free; null where only an end frees it, and
 * for quotas, whose hour and day only the caller knows.
 */
export type LimitBlock = {
  scope: string;
  limit: 'concurrent' | 'per-second' | 'per-hour' | 'per-day';
  until: number | null;
};

/** A reservation: `starts` holds one business instant per slot granted, in order, before which it must not be used. */
export type Reservation = { starts: readonly number[]; block: LimitBlock | null };

/** What is held of a limit now. */
export type LimitReading = {
  scope: string;
  held: number;
  nextFreeAt: number;
  hour: string;
  hourUsed: number;
  day: string;
  dayUsed: number;
};

/**
 * Shared limits: one row per scope, changed by conditional updates outside a turn's commit. A slot is reserved before
 * the commit that mints its attempt and released after the one that ends it, so that held >= open always. Nothing is
 * ever released by age.
 */
export type LimitStore = {
  /**
   * Takes up to `want` slots in every scope at once, or as many as the tightest allows. Rates: each start is at least
   * `1000 / perSecond` ms after the one before in every scope; starts later than `now + horizonMs` are not given out;
   * a scope never saves up unused starts. Quotas count in the given calendar hour and day, ISO texts that sort by time;
   * an earlier one than was counted last counts into that, unless that is more than one ahead. An owner of an older epoch gets nothing, without a block.
   * `since`: when this owner took the campaign over from another one, whose last starts may have come later than they
   * were given out. What it inherits starts empty: a whole round of starts (a second; longer below one a second) passes.
   *
   * The clock may be set back: a stored start more than a second later than `now + horizonMs`, or a next one more than a
   * second later than that and a round, can have been given out by no rule. It is discarded, and the next start comes
   * `horizonMs` and a round after `now`.
   */
  reserve: (input: {
    campaign: string;
    epoch: number;
    caps: readonly LimitCap[];
    want: number;
    now: number;
    since?: number;
    horizonMs: number;
    hour: string;
    day: string;
  }) => Promise<Reservation>;
  /** Gives slots back; `unused` ones (proved not placed) give back their quota too, if hour and day are still the same. */
  release: (input: {
    campaign: string;
    epoch: number;
    scopes: readonly string[];
    count: number;
    unused: number;
    hour: string;
    day: string;
  }) => Promise<void>;
  /** After a takeover: what this campaign holds is set to what its stored open attempts say; holdings of older epochs go. */
  recount: (input: {
    campaign: string;
    epoch: number;
    held: readonly { scope: string; count: number }[];
  }) => Promise<void>;
  readLimits: (scopes: readonly string[]) => Promise<readonly LimitReading[]>;
};
