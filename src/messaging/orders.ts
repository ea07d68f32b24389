import { z } from 'zod';
import { pauseCauses } from '../domain/campaign/campaign.ts';
import { refusalSchema } from '../domain/refusal.ts';

const text = z.string().nullable();

/** The commands that an instance sends to the owner of a campaign. A definition is checked by its receiver. */
const commandSchema = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('pause'),
    pause: z.object({ cause: z.enum(pauseCauses), by: z.string(), reason: text }),
  }),
  z.object({ name: z.literal('resume') }),
  z.object({ name: z.literal('cancel'), hangUp: z.boolean(), reason: text }),
  z.object({ name: z.literal('edit'), definition: z.unknown(), expectedVersion: z.int().optional() }),
]);

const contactCommandSchema = z.object({
  name: z.enum(['pause', 'resume', 'retry', 'skip', 'remove', 'call-back', 'drop-call-back']),
  position: z.int(),
  reason: text,
  at: z.number().optional(),
});

const requestKeySchema = z.object({ key: z.string(), digest: z.string(), at: z.number() });

/**
 * An order for the owner of a campaign. Whether it is carried out is stored under the key `order`: the owner and the sender
 * may both try, and one of them carries it out. `request`: the key of the caller's request, if it has one.
 */
export const orderSchema = z.object({
  campaign: z.string(),
  from: z.string(),
  order: requestKeySchema,
  request: requestKeySchema.optional(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('command'), command: commandSchema, by: z.string() }),
    z.object({ type: z.literal('contact-command'), command: contactCommandSchema, by: z.string() }),
    z.object({ type: z.literal('hang-up'), attempt: z.string(), by: z.string() }),
  ]),
});

/**
 * What became of an order, by its key. `taken`: the receiver decides it when the turn that runs has ended; another reply
 * follows. `not-here`: the receiver has not carried it out, and will not.
 */
export const orderReplySchema = z.object({
  order: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('taken') }),
    z.object({ kind: z.literal('done'), changed: z.boolean() }),
    z.object({ kind: z.literal('refused'), refusal: refusalSchema }),
    z.object({ kind: z.literal('not-here') }),
  ]),
});
