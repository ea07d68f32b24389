/** The number of keys of a campaign. */
export const campaignSpan = 2 ** 32;

/** Numbers of campaigns are below this limit, so that all keys are exact as JavaScript numbers and as BSON doubles. */
export const campaignNumberLimit = 2 ** 21;

/**
 * Returns the key of a row that belongs to a campaign and has a number in it. The rows of a campaign are stored side
 * by side in the order of their numbers, and the key finds a row without another index.
 */
export function keyOf(campaign: number, number: number): number {
  return campaign * campaignSpan + number;
}

/** Returns the number of a row in its campaign. */
export function numberOf(key: number): number {
  return key % campaignSpan;
}
