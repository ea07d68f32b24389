import { z } from 'zod';
import { durationSchema } from '../time/duration.ts';

/** When the senders of a client go to quarantine by themselves, and for how long. */
export const quarantinePolicySchema = z.strictObject({
  lasts: durationSchema.default('24h').describe('how long a quarantine lasts that begins by itself'),
  onBlock: z
    .boolean()
    .default(true)
    .describe('whether a block of the provider, such as a spam block, begins one'),
  answerRate: z
    .strictObject({
      below: z.number().gt(0).lt(1).default(0.03).describe('the share of attempts that reach their contact'),
      minimum: z.int().min(10).default(100).describe('the number of attempts from which the rate counts'),
      days: z.int().min(1).max(7).default(7).describe('how many days of attempts count'),
    })
    .nullable()
    .prefault({})
    .describe('begins one if the answer rate is lower; null: never'),
});
export type QuarantinePolicy = z.infer<typeof quarantinePolicySchema>;

/** Returns the policy of a client, with the defaults of what it has not set. */
export function quarantinePolicyOf({
  senders,
}: {
  senders?: { quarantine?: QuarantinePolicy | undefined } | undefined;
}): QuarantinePolicy {
  return senders?.quarantine ?? quarantinePolicySchema.parse({});
}
