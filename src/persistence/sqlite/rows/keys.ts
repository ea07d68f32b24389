import { campaignSpan, keyOf } from '../../common/keys.ts';

/** Returns the first and the last key that a campaign can have. Numbers start from 1. */
export function keyRange(campaign: number): { first: number; last: number } {
  return { first: keyOf(campaign, 0), last: keyOf(campaign, campaignSpan - 1) };
}
