import { z } from 'zod';
import { durationSchema } from '../time/duration.ts';

const share = z.number().min(0, 'must be 0 or more').max(1, 'must be at most 1');

/** The limits of a canary start: shares from 0 to 1. A share over its limit pauses the campaign. */
export const canaryLimitsSchema = z.strictObject({
  maxInvalid: share.default(0.1).describe('share of contacts whose address does not exist or bounces'),
  maxOptOut: share.default(0.05).describe('share of contacts who opt out'),
  maxFailed: share.default(0.2).describe('share of attempts that fail, or whose fate stays unknown'),
  maxShort: share.default(0.3).describe('share of answered calls that are short'),
  shortCall: durationSchema
    .default('6s')
    .describe('an answered call is short if the contact hangs up before this time'),
});
export type CanaryLimits = z.infer<typeof canaryLimitsSchema>;

const contacts = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000, 'must be at most 1000')
  .describe('the first contacts, whose results decide whether the campaign continues');
const { maxInvalid, maxOptOut, maxFailed, maxShort, shortCall } = canaryLimitsSchema.shape;

/** The order of a canary start: a number of contacts, or also limits that replace those of the campaign. */
export const canaryOrderSchema = z.union([
  contacts,
  z.strictObject({
    contacts: contacts.default(20),
    maxInvalid: maxInvalid.unwrap().optional(),
    maxOptOut: maxOptOut.unwrap().optional(),
    maxFailed: maxFailed.unwrap().optional(),
    maxShort: maxShort.unwrap().optional(),
    shortCall: shortCall.unwrap().optional(),
  }),
]);
export type CanaryOrder = z.output<typeof canaryOrderSchema>;

/** Returns the plan of a canary start, with the limits of the order, of the campaign, and the defaults, in this order. */
export function canaryPlan(order: CanaryOrder, limits: CanaryLimits | undefined): CanaryPlan {
  const { contacts: count, ...own } = typeof order === 'number' ? { contacts: order } : order;
  return { contacts: count, limits: canaryLimitsSchema.parse({ ...limits, ...own }) };
}

/** A canary start: the first contacts of a campaign are contacted once, and the others wait for their results. */
export type CanaryPlan = { contacts: number; limits: CanaryLimits };

/**
 * The figures of a canary start, kept in the same commit as the attempts they count. Only attempts that contact and
 * count against the contact are in them.
 */
export const canaryFiguresSchema = z.object({
  started: z.number().describe('contacts with a first attempt'),
  results: z.number().describe('first attempts that have ended'),
  invalid: z.number(),
  optedOut: z.number(),
  failed: z.number(),
  answered: z.number(),
  short: z.number().describe('answered calls that were short'),
});
export type CanaryFigures = z.infer<typeof canaryFiguresSchema>;

/** The figures of a canary start that is under way. */
export type CanaryCounters = CanaryFigures & {
  /** Contacts that were taken from the list: the first attempt may be at a step that contacts no one. */
  begun: number;
};

export const canaryRates = ['invalid', 'optedOut', 'failed', 'short'] as const;
export type CanaryRate = (typeof canaryRates)[number];

/** What the results of the first contacts showed. `over`: the rates over their limits; none if it passed. */
export type CanaryVerdict = { at: number; over: readonly CanaryRate[]; figures: CanaryFigures };

/** The canary start of a campaign. `verdict`: null while it is under way. */
export type Canary = CanaryPlan & { verdict: CanaryVerdict | null };

export function emptyCanary(): CanaryCounters {
  return { begun: 0, started: 0, results: 0, invalid: 0, optedOut: 0, failed: 0, answered: 0, short: 0 };
}
