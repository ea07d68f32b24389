/**
 * A row that belongs to a campaign and has a number within it is keyed by one integer, `campaign * 2^32 + number`:
 * neighbours lie side by side, new rows are appended, and the row is found without an index. Campaign numbers stay
 * below 2^21, so that keys are exact as JavaScript numbers.
 */
export const campaignSpan = 2 ** 32;
export const mostCampaigns = 2 ** 21;

export function keyOf(campaign: number, number: number): number {
  return campaign * campaignSpan + number;
}

/** The number within its campaign that a key was made of. */
export function numberOf(key: number): number {
  return key % campaignSpan;
}

/** The first and last key a campaign can have; numbers start from 1. */
export function keyRange(campaign: number): { first: number; last: number } {
  return { first: keyOf(campaign, 0), last: keyOf(campaign, campaignSpan - 1) };
}
