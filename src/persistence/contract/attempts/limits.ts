import type { LimitCaps } from '../../../domain/campaign/limit-scope.ts';

/**
 * A shared limit and how much of it there is. `scope` is an opaque key, such as `account:<channel>`, `global`,
 * `client:<id>`, `campaign:<id>` or `caller:<number>`.
 */
export type LimitCap = { scope: string } & LimitCaps;

/**
 * What blocks a reservation, and the business time from which more may be free. `until` is null where only the end of an
 * attempt frees a slot, and for quotas: only the caller knows when the next hour and day begin.
 */
export type LimitBlock = {
  scope: string;
  limit: 'concurrent' | 'per-second' | 'per-hour' | 'per-day';
  until: number | null;
};

/**
 * The answer to a reservation. `starts` has one business time (ms) per slot granted, in order, before which the slot must
 * not be used. `block` says what stood in the way of more; null if all that was wanted was granted.
 */
export type Reservation = { starts: readonly number[]; block: LimitBlock | null };

/** What is held of a limit now, by all campaigns together. */
export type LimitReading = {
  scope: string;
  held: number;
  nextFreeAt: number;
  hour: string;
  hourUsed: number;
  day: string;
  dayUsed: number;
};

/** Calendar hour and day that quotas count in: ISO texts of one clock, which sort by time. */
type Period = { hour: string; day: string };

/** The campaign whose owner calls, and the epoch in which it owns the campaign. */
type Owner = { campaign: string; epoch: number };

/**
 * Limits that campaigns share, changed outside the commits of turns. A slot is reserved before the commit that mints its
 * attempt and released after the commit that ends the attempt, so a campaign never holds fewer slots than it has open
 * attempts. Age alone never frees a slot.
 *
 * Holdings are stored per scope and campaign, one row each: campaigns that share a scope do not rewrite each other's
 * rows, and a campaign that is recounted finds its own. `held` of a scope is their sum.
 *
 * A call of an owner whose epoch is no longer the campaign's changes nothing.
 */
export type LimitStore = {
  /**
   * Takes up to `want` slots in every scope of `caps`, as many as the tightest scope allows, the same number in each. A
   * reservation is whole or undone: after a failure the store itself takes back what is half done, while its owner lives
   * as well. With an outdated epoch, or `want` 0, the answer is empty, without a block.
   *
   * `id` counts the reservations of one owner (campaign and epoch) and grows with each. A promise that was rejected leaves
   * it open whether slots were taken, so the owner asks again under the same id: the answer is the same as the first time,
   * and nothing is taken twice, whatever else the input says. An id lower than the last one arrived late: it takes nothing,
   * and its answer is empty.
   *
   * Rates: in every scope each start comes at least `1000 / perSecond` ms after the one before. No start is later than
   * `now + horizonMs`. Unused starts are not saved up. `since`: when this owner took the campaign over from another one,
   * whose last starts may have been used later than they were granted; no start comes earlier than one round of starts (a
   * second; longer for rates below one a second) after it.
   *
   * Quotas count in `hour` and `day`. A period earlier than the one counted last counts into the last one, unless the last
   * one is more than one period ahead.
   *
   * The clock may be set back. A stored start more than a second later than `now + horizonMs`, or a stored next start more
   * than a second later than that and a round, cannot come from any rule: it is discarded, and the next start comes
   * `horizonMs` and a round after `now`.
   */
  reserve: (
    input: Owner &
      Period & {
        id: number;
        caps: readonly LimitCap[];
        want: number;
        now: number;
        since?: number;
        horizonMs: number;
      },
  ) => Promise<Reservation>;
  /**
   * Releases `count` slots in each of `scopes`; of a scope in which the campaign holds fewer, all that it holds, never
   * slots of others. `unused` of them were provably not used: they also give back their quota, if `hour` and `day` are
   * still the ones counted. Not repeatable: after a rejected promise the owner recounts.
   */
  release: (
    input: Owner & Period & { scopes: readonly string[]; count: number; unused: number },
  ) => Promise<void>;
  /**
   * Sets what the campaign holds to exactly `held`, regardless of the epoch in which it was taken; other scopes of the
   * campaign are empty afterwards. Rates and quotas stay. Reservations answered before it are void: asked again, they are answered
   * empty. Repeating it changes nothing.
   */
  recount: (input: Owner & { held: readonly { scope: string; count: number }[] }) => Promise<void>;
  /** What is held of these scopes, in their order; a scope that was never used reads as empty. */
  readLimits: (scopes: readonly string[]) => Promise<readonly LimitReading[]>;
};
