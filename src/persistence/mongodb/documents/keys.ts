import type { EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import type { Collections } from './collections.ts';

/**
 * A document that belongs to a campaign and has a number within it is keyed by `campaign * 2^32 + number`: the documents
 * of a campaign lie side by side in the order of their numbers and need no further index for that. Campaign numbers stay
 * below 2^21, so keys are exact as JavaScript numbers and as BSON doubles.
 */
const campaignSpan = 2 ** 32;

export function keyOf(campaign: number, number: number): number {
  return campaign * campaignSpan + number;
}

/** The number within its campaign. */
export function numberOf(key: number): number {
  return key % campaignSpan;
}

/** A filter for the keys of a campaign after a number. */
export function keysAfter(campaign: number, number: number): { $gt: number; $lt: number } {
  return { $gt: keyOf(campaign, number), $lt: keyOf(campaign + 1, 0) };
}

/** What reads of a campaign's documents need: its number, client, and what contacts at rest became if it was ended whole. */
export type Head = { number: number; client: string; rest: EnrollmentEnd | null };
export type ReadHead = (campaign: string) => Promise<Head | null>;

export function createReadHead({ campaigns }: Pick<Collections, 'campaigns'>): ReadHead {
  return async (campaign) => {
    const found = await campaigns.findOne(
      { _id: campaign },
      { projection: { number: 1, client: 1, rest: 1 } },
    );
    return found ? { number: found.number, client: found.client, rest: found.rest } : null;
  };
}

/** Reads the head of a campaign in which contacts may still be due: null for one that was ended whole. */
export function createReadDueHead(readHead: ReadHead): ReadHead {
  return async (campaign) => {
    const head = await readHead(campaign);
    return head?.rest === null ? head : null;
  };
}
