import { z } from 'zod';
import { dispositionNames } from '../../channels/registry.ts';
import { enrollmentStates, waitReasons } from '../../domain/contact/enrollment.ts';
import { callingRuleSchema } from './calling-rule.ts';
import { contactRuleNames } from '../../queries/index.ts';
import { whyShape } from './campaign.ts';
import { maybeInstant, named } from './common.ts';
import { eventSchema } from './event.ts';

export const personSchema = named(
  'Contact',
  z.object({
    id: z.string(),
    enrollmentId: z.string(),
    campaign: z.string(),
    row: z.number().describe('the row in its list'),
    position: z.number().describe('the position in the campaign, from 1'),
    name: z.string().nullable(),
    phone: z.string().nullable().describe('the first phone number'),
    phones: z
      .array(
        z.object({
          phone: z.string(),
          extension: z.string().nullable(),
          exists: z.boolean().describe('false if a call showed that it does not exist'),
        }),
      )
      .describe('every phone number, in the order in which they are tried'),
    email: z.string().nullable().describe('the first email address'),
    linkedin: z.string().nullable().describe('the first LinkedIn profile'),
    addresses: z
      .array(
        z.object({
          kind: z.enum(['phone', 'email', 'linkedin']),
          address: z.string(),
          extension: z.string().nullable().describe('to dial once the phone number is answered'),
        }),
      )
      .describe('every address; those of a kind are tried in this order'),
    externalId: z.string().nullable(),
    timeZone: z.string().nullable(),
    state: z.enum(enrollmentStates),
    step: z.string().nullable().describe('the current step'),
    attempts: z.number(),
    dueAt: maybeInstant.describe('the next due time'),
    waitReason: z.enum(waitReasons).nullable(),
    callBackAt: maybeInstant.describe('the time at which the contact asked to be called'),
    lastDisposition: z.enum(dispositionNames).nullable(),
    lastOutcome: z.string().nullable(),
    lastAttemptAt: maybeInstant,
    deadlineAt: maybeInstant.describe('when a review ends automatically'),
    endedAt: maybeInstant,
  }),
);

export const contactReplySchema = named(
  'ContactCommandReply',
  z.object({ contact: personSchema, changed: z.boolean() }),
);

export const callBackReplySchema = named(
  'CallBackReply',
  z.object({
    contact: personSchema,
    changed: z.boolean(),
    situation: z.string().describe('when the contact is called, in words'),
  }),
);

const ruleSchema = z.object({
  rule: z.enum(contactRuleNames),
  verdict: z.enum(['passes', 'blocks']),
  reason: z.string().nullable().describe('the code of why it blocks'),
  until: maybeInstant.describe('until when it blocks; null if that is not known'),
});

export const whyContactSchema = named(
  'WhyContact',
  z.object({
    ...whyShape,
    rules: z
      .array(ruleSchema)
      .describe(
        'the verdict of each rule now; those about the next attempt only for a contact that waits for one',
      ),
    callingRules: z.array(callingRuleSchema).describe('the rules of the places where the contact may be'),
    person: personSchema.nullable(),
    history: z.array(eventSchema).describe('all events of this contact, in order'),
  }),
);
