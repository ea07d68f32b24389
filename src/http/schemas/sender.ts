import { z } from 'zod';
import { durationSchema } from '../../domain/time/duration.ts';
import {
  quarantineCauses,
  senderAddressSchema,
  senderChangeSchema,
  senderLimitsSchema,
} from '../../domain/sender/sender.ts';
import { instant, maybeInstant, named } from './common.ts';

export const senderPathSchema = senderAddressSchema.describe('the number of the sender in E.164 form');

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
