import { z } from 'zod';
import { callStates } from '../../channels/voice/call.ts';
import { flowNodeSchema, voiceStepSchema } from '../../channels/voice/step.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { dispositionNames } from '../../channels/registry.ts';
import { specialNumberTypes } from '../../domain/contact/number-type.ts';
import { timeZoneSchema } from '../../domain/time/window-rules.ts';
import { personSchema, whyContactSchema } from './contact.ts';
import { instant, maybeInstant, named } from './common.ts';

export const callSchema = named(
  'Call',
  z.object({
    id: z.string(),
    campaign: z.string(),
    contact: z.string(),
    enrollmentId: z.string(),
    position: z.number(),
    channel: z.string(),
    to: z.string(),
    from: z.string().nullable(),
    state: z.enum(callStates),
    active: z.boolean().describe('whether it has not ended'),
    disposition: z.enum(dispositionNames).nullable(),
    outcome: z.string().nullable().describe('what the person told us by pressing digits'),
    number: z.number().describe('the how-manieth attempt for this person, from 1'),
    step: z.number().describe('index of the step'),
    stepNumber: z.number().describe('the how-manieth attempt of the step, from 1'),
    requestId: z.string().nullable(),
    callId: z.string().nullable(),
    cause: z
      .object({ code: z.string(), name: z.string(), source: z.string() })
      .nullable()
      .describe("the provider's own words about its end"),
    fault: z.string().nullable().describe("whose trouble the end was, where not the recipient's"),
    counts: z.boolean().describe("whether it used up one of the person's attempts"),
    hangUp: z.boolean().describe('somebody ordered it to be hung up'),
    startedAt: instant,
    dialingAt: maybeInstant,
    ringingAt: maybeInstant,
    answeredAt: maybeInstant,
    endedAt: maybeInstant,
    talkSeconds: z.number().nullable(),
  }),
);

const { from, ringTimeout, timeLimit, machineDetection } = voiceStepSchema.shape;

/** One call to order. */
export const callOrderSchema = named(
  'CallOrder',
  z
    .strictObject({
      to: z.string().min(1).max(60).describe('the number to call'),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')
        .optional()
        .describe('the country of a number without +'),
      allowNumberTypes: z
        .array(z.enum(specialNumberTypes))
        .optional()
        .describe('kinds of numbers that are called only where they are named here'),
      from,
      flow: z.array(flowNodeSchema).min(1).max(50).optional().describe('what happens in the call'),
      speak: z.string().min(1).max(4000).optional().describe('only say this'),
      client: slugSchema.optional(),
      variables: z.record(z.string().max(100), z.string().max(4000)).default({}),
      timezone: timeZoneSchema.optional().describe("the person's, if the number does not tell"),
      outsideHours: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('why it may be made at any hour; kept in the log'),
      ringTimeout,
      timeLimit,
      machineDetection,
    })
    .refine(({ flow, speak }) => (flow === undefined) !== (speak === undefined), {
      error: 'needs either flow or speak, and not both',
      path: ['flow'],
    })
    .meta({ oneOf: [{ required: ['flow'] }, { required: ['speak'] }] }),
);

export const callReplySchema = named(
  'CallReply',
  z.object({
    call: callSchema.nullable().describe('null while limits or hours hold it back: see why'),
    campaign: z.string(),
    contact: personSchema,
    why: whyContactSchema.nullable().describe('what it waits for'),
  }),
);

export const hangUpReplySchema = named('HangUpReply', z.object({ call: callSchema, changed: z.boolean() }));
