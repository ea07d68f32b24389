import type { LimitCaps } from '../../../domain/campaign/limit-scope.ts';

/**
 * A shared limit and its size. `scope` is an opaque key, such as `account:<channel>`, `global`, `client:<id>`,
 * `campaign:<id>` or `caller:<number>`.
 */
export type LimitCap = { scope: string } & LimitCaps;

/**
 * The limit that blocks a reservation, and the business time from which it may allow more. `until` is null if a slot
 * becomes free only when an attempt ends. It is also null for quotas, because only the caller knows when the next hour
 * and day begin.
 */
export type LimitBlock = {
  scope: string;
  limit: 'concurrent' | 'per-second' | 'per-hour' | 'per-day';
  until: number | null;
};

/**
 * The answer to a reservation. `starts` has one business time (ms) for each slot that was taken, in ascending order.
 * The slot must not be used before that time. `block` is the limit that allowed no more slots; null if all `want`
 * slots were taken. `picks`, only for a reservation with `among`: the index in `among` of the scope of each start.
 */
export type Reservation = {
  starts: readonly number[];
  block: LimitBlock | null;
  picks?: readonly number[];
};

/** One of several scopes over which the starts of a reservation are spread, and how many of them it may take. */
export type AmongCap = { cap: LimitCap; want: number };

/** What an owner that stops leaves to the next one. Times are business milliseconds. */
export type HandedStarts = {
  /** Starts that it reserved and did not use, each list with the scopes of its reservation. */
  starts: readonly { scopes: readonly string[]; at: readonly number[] }[];
  /** By scope, the earliest start that keeps the rate after the starts that it made. */
  free: readonly { scope: string; at: number }[];
};

/** The current use of a limit by all campaigns together. */
export type LimitReading = {
  scope: string;
  held: number;
  nextFreeAt: number;
  hour: string;
  hourUsed: number;
  day: string;
  dayUsed: number;
};

/** The calendar hour and day in which quotas count. Both are ISO texts of one clock, so they sort by time. */
type Period = { hour: string; day: string };

/** The campaign of the owner that calls, and the epoch in which it owns the campaign. */
type Owner = { campaign: string; epoch: number };

/**
 * Limits that campaigns share. They change outside the commits of turns. A slot is reserved before the commit that
 * mints its attempt and is released after the commit that ends the attempt. A campaign therefore never holds fewer
 * slots than it has open attempts. Age alone never frees a slot.
 *
 * The slots that a campaign holds are stored in one row per scope and campaign. Campaigns that share a scope do not
 * write to each other's rows, and a recount affects only the rows of its campaign. `held` of a scope is the sum of
 * these rows.
 *
 * A call with an epoch that is not the current epoch of the campaign changes nothing.
 */
export type LimitStore = {
  /**
   * Takes up to `want` slots in every scope of `caps`: the same number in each, as many as the tightest scope allows.
   * A reservation is complete or has no effect: after a failure the store itself undoes a partial reservation, also
   * while the owner is alive. If the epoch is outdated, or `want` is 0, the answer is empty and has no block.
   *
   * `id` counts the reservations of one owner (campaign and epoch) and grows with each. After a rejected promise it is
   * not known whether slots were taken. The owner then repeats the call with the same id. The answer is the same as
   * the first one, and no slot is taken again, even if the rest of the input is different. A call with an id lower
   * than the last one was late: it takes nothing, and its answer is empty.
   *
   * Rates: in every scope each start is at least `1000 / perSecond` ms after the start before it. No start is later
   * than `now + horizonMs`. Unused starts are not saved for later. `since` is the time at which this owner took the
   * campaign over from another owner, whose last starts may have been used later than planned. No start is earlier
   * than `since` plus one round of starts (a second; longer for rates below one per second). If the owner before has
   * called `handOverStarts` and then released the campaign, its starts are known and `since` has no effect.
   *
   * With `among`, each start also takes a slot in exactly one of these scopes: in the one that is free first, and of
   * several in the one with the fewest starts of this reservation, in their order. None takes more than its own `want`. They are
   * reserved together with `caps`: completely, or not at all.
   *
   * Quotas count in `hour` and `day`. If a period is earlier than the last period counted, its starts count into that
   * last period, unless the last period is more than one period ahead.
   *
   * The clock may be set back. A stored start that is more than a second later than `now + horizonMs`, or a stored
   * next start that is more than a second later than that time plus a round, cannot follow from these rules. It is
   * discarded, and the next start is `now + horizonMs` plus a round.
   */
  reserve: (
    input: Owner &
      Period & {
        id: number;
        caps: readonly LimitCap[];
        among?: readonly AmongCap[];
        want: number;
        now: number;
        since?: number;
        horizonMs: number;
      },
  ) => Promise<Reservation>;
  /**
   * Releases `count` slots in each of `scopes`. If the campaign holds fewer slots of a scope, it releases all of them,
   * and never slots of other campaigns. `unused` is the number of these slots that were provably not used: they also
   * go back to the quotas, if `hour` and `day` are still the current ones. The call must not be repeated: after a
   * rejected promise the owner recounts.
   */
  release: (
    input: Owner & Period & { scopes: readonly string[]; count: number; unused: number },
  ) => Promise<void>;
  /**
   * Sets the slots that the campaign holds to exactly `held`, in whichever epoch they were taken. In all other scopes
   * the campaign then holds none. Rates and quotas do not change. Earlier reservations become void: if they are
   * repeated, the answer is empty. Repeating the call changes nothing.
   */
  recount: (input: Owner & { held: readonly { scope: string; count: number }[] }) => Promise<void>;
  /**
   * Leaves the starts of an owner that has stopped to the next one, which uses them before it reserves others. The slots of
   * these starts were released before. The owner releases the campaign afterwards: what was handed over has no effect if
   * another instance takes the campaign from an owner that did not.
   */
  handOverStarts: (input: Owner & HandedStarts) => Promise<void>;
  /** Returns the use of these scopes, in the order of the scopes. A scope that was never used is returned as empty. */
  readLimits: (scopes: readonly string[]) => Promise<readonly LimitReading[]>;
};
