import { z } from 'zod';
import { chargeSources } from '../../domain/cost/charge.ts';
import { callStates } from '../../channels/voice/call.ts';
import { callerUrlSchema, voiceStepSchema } from '../../channels/voice/step.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { dispositionNames } from '../../channels/registry.ts';
import { outcomeSchema } from '../../domain/attempt/disposition.ts';
import { evidenceNames } from '../../domain/attempt/attempt.ts';
import { callbackEffects } from '../../domain/attempt/callbacks.ts';
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
    outcome: z.string().nullable().describe('the answer of the contact, by the digits pressed'),
    number: z.number().describe('the number of the attempt for this contact, from 1'),
    step: z.number().describe('index of the step'),
    stepNumber: z.number().describe('the number of the attempt in its step, from 1'),
    requestId: z.string().nullable(),
    callId: z.string().nullable(),
    cause: z
      .object({ code: z.string(), name: z.string(), source: z.string() })
      .nullable()
      .describe('the end of the call in the words of the provider'),
    fault: z.string().nullable().describe('who was at fault for the end; null if no one, or the recipient'),
    counts: z.boolean().describe('whether it counts as an attempt of the contact'),
    callBackAt: maybeInstant.describe('if it is a call-back: the time that the contact asked for'),
    correction: z
      .object({
        by: z.string(),
        at: instant,
        note: z.string().nullable(),
        was: z.object({ disposition: z.string().nullable(), outcome: z.string().nullable() }),
      })
      .nullable()
      .describe('how an operator corrected its end; `was`: the result before'),
    hangUp: z.boolean().describe('whether a hang-up was ordered'),
    evidence: z.enum(evidenceNames).describe('how certain the disposition is, `record` the most'),
    searchUntil: maybeInstant.describe('until when a call with an unknown fate is looked for'),
    startedAt: instant,
    dialingAt: maybeInstant,
    ringingAt: maybeInstant,
    answeredAt: maybeInstant,
    endedAt: maybeInstant,
    talkSeconds: z.number().nullable(),
    cost: z
      .object({
        amount: z.string().describe('a decimal, such as 0.0085'),
        currency: z.string(),
        source: z
          .enum(chargeSources)
          .describe(
            'reported by the provider, calculated by the rates, or reserved for the longest call of the step',
          ),
      })
      .nullable()
      .describe('null if it is not known, or if the call was never placed'),
    answers: z
      .record(z.string(), z.string())
      .describe('the variables that the contact has set by the digits pressed'),
    wantsCallBackAt: maybeInstant.describe('when the contact wants to be called back, by the digits pressed'),
    recordings: z
      .array(
        z.object({ id: z.string(), seconds: z.number().nullable().describe('null while it is not known') }),
      )
      .describe('the recordings of the call that the provider holds'),
  }),
);

export const callbacksSchema = named(
  'Callbacks',
  z.object({
    items: z.array(
      z.object({
        kind: z.string().describe('the name of the provider for it: ring, answer, machine or hangup'),
        effect: z
          .enum(callbackEffects)
          .describe(
            'what it did to the call when it first arrived: it changed its state, stage or result, added ids or times, or none of both; it was about a second call, or unusable',
          ),
        late: z.boolean().describe('whether the end of the call was known when it first arrived'),
        problem: z.string().nullable().describe('why it is unusable'),
        fields: z
          .record(z.string(), z.string())
          .describe(
            'its fields as received, without numbers and names, and without the ids that the call has',
          ),
        deliveries: z.number().describe('the number of times that it arrived'),
        arrivals: z.array(instant).describe('when it arrived, the first times'),
      }),
    ),
    further: z.number().describe('the number of further callbacks, which are not kept'),
  }),
);

const { from, flow, branches, ringTimeout, timeLimit, machineDetection } = voiceStepSchema.shape;

/** How a number is read, and which kinds of numbers may be called. */
const numberReading = {
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')
    .optional()
    .describe('the country of a number without +'),
  allowNumberTypes: z
    .array(z.enum(specialNumberTypes))
    .optional()
    .describe('types of special numbers that may be called'),
};

/** One call to order. */
export const callOrderSchema = named(
  'CallOrder',
  z
    .strictObject({
      to: z.string().min(1).max(60).describe('the number to call'),
      ...numberReading,
      from,
      flow: flow.optional().describe('the conversation of the call'),
      branches,
      speak: z.string().min(1).max(4000).optional().describe('a text to speak, instead of flow'),
      answerUrl: callerUrlSchema
        .optional()
        .describe(
          'instead of flow: your own URL, which Plivo requests when the call is answered. It is passed on as it is and never requested by this service',
        ),
      client: slugSchema.optional(),
      variables: z.record(z.string().max(100), z.string().max(4000)).default({}),
      timezone: timeZoneSchema
        .optional()
        .describe('the time zone of the contact, if the number does not determine it'),
      outsideHours: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('why the call may be made at any hour; it is logged'),
      ringTimeout,
      timeLimit,
      machineDetection,
    })
    .refine(
      ({ flow, speak, answerUrl }) =>
        [flow, speak, answerUrl].filter((content) => content !== undefined).length === 1,
      { error: 'requires exactly one of flow, speak and answerUrl', path: ['flow'] },
    )
    .meta({ oneOf: [{ required: ['flow'] }, { required: ['speak'] }, { required: ['answerUrl'] }] }),
);

/** Where a call continues. */
export const transferSchema = named(
  'CallTransfer',
  z
    .strictObject({
      to: z.string().min(1).max(60).optional().describe('the number to connect the contact with'),
      ...numberReading,
      answerUrl: callerUrlSchema
        .optional()
        .describe('instead of a number: your own URL of Plivo XML with which the call continues'),
    })
    .refine(({ to, answerUrl }) => (to === undefined) !== (answerUrl === undefined), {
      error: 'requires either to or answerUrl, not both',
      path: ['to'],
    })
    .meta({ oneOf: [{ required: ['to'] }, { required: ['answerUrl'] }] }),
);

export const callReplySchema = named(
  'CallReply',
  z.object({
    call: callSchema.nullable().describe('null while limits or hours do not allow it: see why'),
    campaign: z.string(),
    contact: personSchema,
    why: whyContactSchema.nullable().describe('what the call waits for'),
  }),
);

export const transferReplySchema = named('TransferReply', z.object({ call: callSchema }));
/** The disposition that an operator sets. */
export const dispositionOrderSchema = named(
  'DispositionOrder',
  z.strictObject({
    disposition: outcomeSchema.describe(
      'a disposition of the channel, confirmed, opt-out, or a word that the campaign declares',
    ),
    note: z.string().max(500).nullable().default(null).describe('why; it is logged and shown'),
    retry: z
      .boolean()
      .default(false)
      .describe('whether the contact is called again at once, also if they have ended'),
  }),
);

export const dispositionReplySchema = named(
  'DispositionReply',
  z.object({ call: callSchema, contact: personSchema, changed: z.boolean() }),
);

export const hangUpReplySchema = named('HangUpReply', z.object({ call: callSchema, changed: z.boolean() }));
