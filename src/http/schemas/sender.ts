import { z } from 'zod';
import { mailboxAddressSchema } from '../../domain/mailbox/mailbox-address.ts';
import { mailSecurities, mailboxChangeSchema } from '../../domain/mailbox/mailbox.ts';
import { durationSchema } from '../../domain/time/duration.ts';
import {
  quarantineCauses,
  senderAddressSchema,
  senderChangeSchema,
  senderLimitsSchema,
} from '../../domain/sender/sender.ts';
import { instant, maybeInstant, named } from './common.ts';

export const senderPathSchema = senderAddressSchema.describe(
  'the number of the sender in E.164 form, or the address of a mailbox',
);

/** The maximum number of senders of one request. */
const maxAtOnce = 500;

export const sendersBody = senderChangeSchema.extend({
  numbers: z.array(senderAddressSchema).min(1).max(maxAtOnce).describe('the numbers to add or change'),
});

export const quarantineBody = z.strictObject({
  lasts: durationSchema.optional().describe('without it, until the sender is released'),
  reason: z.string().min(1).max(500).optional(),
});

export const senderSchema = named(
  'Sender',
  z.object({
    number: z.string(),
    label: z.string().nullable(),
    tags: z.array(z.string()).describe('the pools that it belongs to'),
    status: z.enum(['active', 'paused', 'quarantined']),
    quarantine: z
      .object({
        cause: z.enum(quarantineCauses),
        reason: z.string().nullable(),
        by: z.string(),
        at: instant,
        until: maybeInstant.describe('null: until it is released'),
      })
      .nullable()
      .describe('the quarantine in force'),
    limits: senderLimitsSchema.required(),
    use: z.object({ open: z.number(), today: z.number() }).describe('calls under way, and of this day'),
    health: z
      .object({
        attempts: z.number(),
        reached: z.number(),
        answerRate: z.number().nullable(),
        short: z.number().describe('answered calls of up to six seconds'),
        blocked: z.number().describe('calls that the carrier blocked because of the number'),
        lastUsedAt: maybeInstant,
      })
      .describe('of the last seven days'),
    addedAt: instant,
    changedAt: instant,
  }),
);

export const mailboxPathSchema = mailboxAddressSchema.describe('the address of the mailbox');
export const mailboxBody = mailboxChangeSchema;

export const mailboxSchema = named(
  'Mailbox',
  z.object({
    address: z.string(),
    name: z.string().nullable().describe('the name that recipients see beside the address'),
    servers: z
      .array(
        z.object({
          host: z.string(),
          port: z.number(),
          security: z.enum(mailSecurities),
          user: z.string().nullable(),
        }),
      )
      .describe('in the order in which they are tried; passwords are never shown'),
    bounceDomain: z.string().nullable().describe('null: bounces go to the mailbox itself'),
    changedAt: instant,
  }),
);
