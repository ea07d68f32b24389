import { z } from 'zod';
import { mailFaultSchema } from './faults.ts';
import { mailScenarioSchema } from './scenario.ts';

const address = z.string().toLowerCase();

/** The behaviour of the mail server. */
export const mailOptionsSchema = z
  .strictObject({
    /** The users that may log in, and their passwords. Null: every user with any password. */
    users: z
      .array(z.strictObject({ user: address, password: z.string() }))
      .nullable()
      .default(null),
    /** Whether a client must log in before it may send. */
    login: z.enum(['required', 'optional']).default('optional'),
    /** The maximum size of a message. Larger ones are refused with 552. */
    maxBytes: z.int().positive().default(30_000_000),
    /** The maximum number of recipients of one message. Further ones are refused with 452. */
    maxRecipients: z.int().positive().default(100),
    /** Whether the journal keeps every message, or only those to which a recipient reacts. */
    keep: z.enum(['all', 'needed']).default('needed'),
    /** Whether the server puts a copy of each message into the Sent folder of its sender, as Gmail does. Needs `keep: all`. */
    sentCopies: z.boolean().default(false),
    /** Origins besides loopback addresses that recipients may request, such as `https://mail.example.com`. */
    origins: z.array(z.url()).default([]),
    scenario: mailScenarioSchema.prefault({}),
    faults: z.array(mailFaultSchema).default([]),
  })
  .refine(({ keep, sentCopies }) => keep === 'all' || !sentCopies, { error: 'sentCopies needs keep: all' });

export type MailOptions = z.output<typeof mailOptionsSchema>;
export type MailOptionsInput = z.input<typeof mailOptionsSchema>;
