import { isOpen } from '../attempt/attempt.ts';
import type { Attempt } from '../attempt/attempt.ts';
import type { Channels } from '../campaign/channel-facts.ts';
import type { Micros } from './money.ts';
import { priceOf } from './rate.ts';

export const chargeSources = ['reported', 'calculated', 'reserved'] as const;
/**
 * Where the cost of an attempt is from. `reported`: the provider said it. `calculated`: by the rate table. `reserved`: it
 * has not ended, and this is the price of the longest touch that its step allows.
 */
export type ChargeSource = (typeof chargeSources)[number];

export type Charge = { currency: string; micros: Micros; source: ChargeSource };

/**
 * Returns what an attempt costs as far as it is known; null if it costs nothing or this is not known (`isUnpriced`). If it
 * may have lasted, and it is not known how long, it costs as much as the longest touch.
 */
export function chargeOf(attempt: Attempt, channels: Pick<Channels, 'billOf'>): Charge | null {
  const { state, price } = attempt;
  if (state === 'not-placed') return null;
  if (isOpen(state)) return price && { currency: price.currency, micros: price.reserved, source: 'reserved' };
  const { seconds, amount } = channels.billOf(attempt);
  if (amount) return { ...amount, source: 'reported' };
  if (!price) return null;
  const micros = seconds === null ? price.reserved : priceOf(price, seconds);
  return { currency: price.currency, micros, source: 'calculated' };
}

/** Whether an attempt has, or may have, a cost that neither the provider nor a rate says. */
export function isUnpriced(attempt: Attempt, channels: Pick<Channels, 'billOf'>): boolean {
  if (attempt.state !== 'ended' || attempt.price) return false;
  const { seconds, amount } = channels.billOf(attempt);
  return amount === null && seconds !== 0;
}

/** The cost of a campaign in one currency, by its source. */
export type CostSums = Record<ChargeSource, Micros>;

/** `billed`: the touches that ended, with a known duration, and their seconds in all. */
export type CostCounters = {
  sums: Partial<Record<string, CostSums>>;
  unpriced: number;
  billed: { touches: number; seconds: number };
};

export function emptyCost(): CostCounters {
  return { sums: {}, unpriced: 0, billed: { touches: 0, seconds: 0 } };
}

/** Returns the sum over all sources. */
export function totalOf({ reported, calculated, reserved }: CostSums): Micros {
  return reported + calculated + reserved;
}
