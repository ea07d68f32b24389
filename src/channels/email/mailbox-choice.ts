import { z } from 'zod';
import { mailboxAddressSchema } from '../../domain/mailbox/mailbox-address.ts';
import { senderTagSchema } from '../../domain/sender/sender.ts';
import type { SenderChoice } from '../../domain/sender/sender-choice.ts';

/** Several mailboxes: those of a pool of the client, or these addresses. */
const mailboxPoolSchema = z
  .strictObject({
    pool: senderTagSchema
      .optional()
      .describe("a tag of the client's mailboxes: those that have it are the pool"),
    addresses: z.array(mailboxAddressSchema).min(1).max(1_000).optional().describe('the mailboxes'),
    choose: z
      .enum(['rotate', 'random'])
      .default('rotate')
      .describe('rotate: the least recently used one; random: any'),
  })
  .refine(({ pool, addresses }) => (pool === undefined) !== (addresses === undefined), {
    error: 'needs either pool (a tag of mailboxes) or addresses (a list of mailboxes)',
  });

/** The mailbox of a step: an address, or several to choose from when a message is minted. */
export const mailboxChoiceSchema = z.union([mailboxAddressSchema, mailboxPoolSchema], {
  error: ({ input }) => {
    if (input === undefined) return 'is missing';
    return typeof input === 'object' && input !== null
      ? 'must have either pool (a tag of mailboxes) or addresses (a list of mailboxes), with choose'
      : 'must be an email address, such as ann@example.com';
  },
});

/** Returns the mailboxes that a step may use. A contact keeps the mailbox of its first message, so that threads stay whole. */
export function mailboxesOf(mailbox: z.infer<typeof mailboxChoiceSchema>): SenderChoice {
  const [pool, addresses, choose] =
    typeof mailbox === 'string'
      ? [null, [mailbox], 'rotate' as const]
      : [mailbox.pool ?? null, mailbox.addresses ?? null, mailbox.choose];
  return { pool, addresses: addresses && [...new Set(addresses)], choose, sticky: 'used', retry: 'any' };
}
