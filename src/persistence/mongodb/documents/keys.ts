import { keyOf } from '../../common/keys.ts';

/** Returns a filter for the keys of a campaign after a number. */
export function keysAfter(campaign: number, number: number): { $gt: number; $lt: number } {
  return { $gt: keyOf(campaign, number), $lt: keyOf(campaign + 1, 0) };
}
