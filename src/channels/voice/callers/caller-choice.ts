import { z } from 'zod';
import { callerIdSchema, senderTagSchema } from '../../../domain/sender/sender.ts';
import { onlySender, senderOrders } from '../../../domain/sender/sender-choice.ts';
import type { SenderChoice } from '../../../domain/sender/sender-choice.ts';

/** Several caller IDs: those of a pool of the client, or these numbers. */
const callerPoolSchema = z
  .strictObject({
    pool: senderTagSchema
      .optional()
      .describe("a tag of the client's senders: those that have it are the pool"),
    numbers: z.array(callerIdSchema).min(1).max(1_000).optional().describe('the caller IDs'),
    choose: z
      .enum(senderOrders)
      .default('rotate')
      .describe('rotate: the least recently used one; local: one near the contact; random: any'),
    sticky: z.boolean().default(true).describe('a contact keeps the caller ID that has reached it'),
    retry: z
      .enum(['any', 'other'])
      .default('any')
      .describe('other: a retry comes from a caller ID that the contact did not get before'),
  })
  .refine(({ pool, numbers }) => (pool === undefined) !== (numbers === undefined), {
    error: 'needs either pool (a tag of senders) or numbers (a list of caller IDs)',
  });

/** The caller ID of a call: a number, or several to choose from when the call is minted. */
export const callerSchema = z.union([callerIdSchema, callerPoolSchema], {
  error: ({ input }) => {
    if (input === undefined) return 'is missing';
    return typeof input === 'object' && input !== null
      ? 'must have either pool (a tag of senders) or numbers (caller IDs in E.164 form), with choose, sticky and retry'
      : 'must be a phone number in E.164 form, such as +12025550100';
  },
});

/** Returns the caller IDs that a step may use. */
export function callersOf(from: z.infer<typeof callerSchema>): SenderChoice {
  if (typeof from === 'string') return onlySender(from);
  const { pool = null, numbers, choose, sticky, retry } = from;
  return { pool, addresses: numbers ? [...new Set(numbers)] : null, choose, sticky, retry };
}
