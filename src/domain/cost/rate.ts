import type { Micros } from './money.ts';

/** What a touch to an address with this prefix costs. */
export type Tariff = {
  /** ISO 4217, such as `USD`. */
  currency: string;
  perMinute: Micros;
  /** Seconds are rounded up to a multiple of this. */
  increment: number;
  /** A touch that lasts at all counts at least as many seconds. */
  minimum: number;
};

/** `prefix`: the first digits of a number in international form, without `+`. */
export type Rate = Tariff & { prefix: string };

/** Returns what a touch of so many seconds costs, rounded up to a millionth. One that did not last costs nothing. */
export function priceOf({ perMinute, increment, minimum }: Tariff, seconds: number): Micros {
  if (seconds <= 0) return 0;
  const billed = Math.max(minimum, Math.ceil(seconds / increment) * increment);
  return Math.ceil((billed * perMinute) / 60);
}

/**
 * The tariff with which an attempt was minted, and the price of the longest touch that its step allows. `day`: the day on
 * the client's clock to whose budgets it counts (`YYYY-MM-DD`); null if the client had no budget.
 */
export type Price = Tariff & { reserved: Micros; day: string | null };
