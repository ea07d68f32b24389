import { z } from 'zod';
import { instant, named } from '../schemas/common.ts';

const amount = z.string().describe('a decimal, such as 0.0085');

export const costFiguresShape = {
  costs: z
    .array(
      z.object({
        currency: z.string(),
        reported: amount.describe('what the provider has said'),
        calculated: amount.describe('by the rates, where the provider has said nothing'),
        reserved: amount.describe('for open calls: as much as the longest calls that their steps allow'),
        total: amount,
      }),
    )
    .describe('what calls cost so far, by currency'),
  unpriced: z
    .number()
    .describe(
      'ended calls that may have cost something, without a rate and without an amount of the provider',
    ),
  budget: z
    .object({ amount, currency: z.string(), left: amount.describe('the amount minus the total') })
    .nullable(),
};

export const campaignCostSchema = named(
  'CampaignCost',
  z.object({
    campaign: z.string(),
    client: z.string(),
    name: z.string(),
    asOf: instant,
    ...costFiguresShape,
    estimate: z
      .object({
        expected: z
          .array(z.object({ currency: z.string(), low: amount, likely: amount, high: amount }))
          .describe('the cost of the remaining contacts: in eight of ten cases between low and high'),
        byPrefix: z.array(
          z.object({
            prefix: z.string(),
            perMinute: amount,
            currency: z.string(),
            contacts: z.number(),
            likely: amount,
          }),
        ),
        withoutRate: z
          .object({
            contacts: z.number(),
            positions: z.array(z.number()).describe('the first of them'),
          })
          .describe('contacts whose number has no rate; they are not in `expected`'),
        read: z.number().describe('the contacts that were read; the figures of more are scaled'),
        remaining: z.number(),
      })
      .nullable()
      .describe('null unless it was asked for'),
  }),
);

export const rateTableSchema = named(
  'RateTable',
  z.object({
    client: z.string().describe('* for all clients'),
    validFrom: instant,
    rates: z.number().describe('the number of prefixes'),
    importedAt: instant,
    by: z.string(),
  }),
);
