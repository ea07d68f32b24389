import { z } from 'zod';
import { dispositionSchema, outcomeSchema, routeSchema } from '../attempt/disposition.ts';
import { durationSchema, wholeSecondsUpTo } from '../time/duration.ts';
import { specialNumberTypes } from '../contact/number-type.ts';
import { sendWindowSchema } from '../time/window-rules.ts';

/** A name good wherever an id is: lower-case letters, digits and dashes. */
export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be lower-case letters, digits and dashes, at most 63',
  );

const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164 form, such as +12025550100');

/** What one entry of a call flow may take. */
const pauseSchema = wholeSecondsUpTo('10m');

const gatherSchema = z.strictObject({
  speak: z.string().min(1).max(4000),
  digits: z.int().min(1).max(20).default(1),
  timeout: pauseSchema.default('5s'),
  retries: z.int().min(1).max(5).default(1),
  on: z
    .record(z.string().regex(/^[0-9*#]{1,20}$/, 'must be the digits pressed'), outcomeSchema)
    .describe('what the digits mean; confirmed and opt-out have a meaning of their own'),
});

/** One thing that is done in a call. */
export const flowNodeSchema = z.union([
  z.strictObject({ speak: z.string().min(1).max(4000) }),
  z.strictObject({ play: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({ wait: pauseSchema }),
  z.strictObject({ gather: gatherSchema }),
  z.strictObject({ hangup: z.literal(true) }),
]);
export type FlowNode = z.infer<typeof flowNodeSchema>;

const stepBase = {
  id: slugSchema,
  after: durationSchema
    .optional()
    .describe('the delay from the end of the step before; then the next open window. Defaults: day 0, 3, 7'),
};

export const voiceStepSchema = z.strictObject({
  ...stepBase,
  channel: z.literal('voice'),
  from: phoneSchema.describe('the caller ID'),
  flow: z.array(flowNodeSchema).min(1).max(50),
  ringTimeout: wholeSecondsUpTo('10m').default('45s').describe('how long it may ring, in whole seconds'),
  timeLimit: wholeSecondsUpTo('24h').default('10m').describe('how long a call may last, in whole seconds'),
  machineDetection: z
    .enum(['off', 'hangup'])
    .default('hangup')
    .describe('hang up on answering machines, or ignore them'),
});
export type VoiceStep = z.infer<typeof voiceStepSchema>;

/** A step that contacts nobody: it writes a line to the log. For trying out sequences and for measuring. */
export const logStepSchema = z.strictObject({
  ...stepBase,
  channel: z.literal('log'),
  text: z.string().max(4000),
});

export const stepSchema = z.discriminatedUnion('channel', [voiceStepSchema, logStepSchema]);
export type Step = z.infer<typeof stepSchema>;

const count = (what: string) => z.int(`must be a whole number`).min(1, `must be at least 1`).describe(what);

export const rateLimitsSchema = z.strictObject({
  concurrent: count('attempts in flight at once').max(100_000).default(10),
  perSecond: z
    .number()
    .positive('must be more than 0')
    .max(100_000)
    .default(2)
    .describe('attempts started per second'),
  perHour: count("attempts started per hour of the client's clock").optional(),
  perDay: count("attempts started per day of the client's clock").optional(),
  warmupEnabled: z
    .boolean()
    .optional()
    .describe('false switches warmupSchedule off; a schedule is in force without it'),
  warmupSchedule: z
    .array(count('attempts started on that day of sending'))
    .min(1, 'needs at least one day')
    .max(366)
    .optional()
    .describe('the daily cap of the 1st, 2nd ... day on which the campaign starts an attempt'),
});

export const backoffSchema = z.strictObject({
  first: durationSchema.default('30m'),
  factor: z.number().min(1).max(100).default(2),
  max: durationSchema.default('24h'),
  jitter: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('a random part, so that retries do not come in waves'),
});
export type Backoff = z.infer<typeof backoffSchema>;

/** A backoff of one disposition: what it leaves out is the campaign's own, not the default. */
const backoffOverrideSchema = z.strictObject({
  first: durationSchema.optional(),
  factor: backoffSchema.shape.factor.unwrap().optional(),
  max: durationSchema.optional(),
  jitter: backoffSchema.shape.jitter.unwrap().optional(),
});

export const retrySchema = z.strictObject({
  maxAttempts: count('attempts per step').max(100).default(3),
  maxPerDay: count("attempts per person and day of the recipient's clock").max(100).default(2),
  backoff: backoffSchema.prefault({}),
  on: z
    .partialRecord(dispositionSchema, backoffOverrideSchema)
    .default({})
    .describe('a backoff of its own per disposition, such as {busy: {first: 5m}}'),
});
export type RetryPolicy = z.infer<typeof retrySchema>;

/** Days from the first step, as in `[0, 3, 7]`: whole, beginning with 0, never going back. */
const stepDaysSchema = z
  .array(z.int('must be whole days').min(0, 'must be 0 or more').max(366, 'must be at most 366'))
  .min(1, 'needs at least the 0 of the first step')
  .max(50)
  .refine(([first]) => first === undefined || first === 0, {
    error: 'must begin with 0, the day of the first step',
  })
  .refine((days) => days.every((day, index) => index === 0 || day >= (days[index - 1] ?? 0)), {
    error: 'must not go back: each number is at least the one before',
  })
  .describe('days from the first step such as [0, 3, 7]');

export const sequencesSchema = z.strictObject({
  defaultDelay: z
    .union([durationSchema, stepDaysSchema])
    .optional()
    .describe(
      'the delay of steps without `after`: one for all, or days from the first step such as [0, 3, 7]',
    ),
  stopOnReply: z.boolean().default(true),
  stopOnBounce: z.boolean().default(true),
});

/** A campaign as its file says it, with every default filled in. */
export const campaignDefinitionSchema = z
  .strictObject({
    name: slugSchema,
    client: slugSchema.default('default'),
    contacts: z
      .strictObject({
        country: z
          .string()
          .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')
          .optional(),
        columns: z
          .record(z.string(), z.union([z.string(), z.array(z.string()).min(1).max(100)]))
          .default({})
          .describe('which column is which, if the guess is wrong: {phone: [Mobile, Office]}'),
        allowNumberTypes: z
          .array(z.enum(specialNumberTypes))
          .optional()
          .describe('kinds of numbers that are refused unless they are named here'),
      })
      .prefault({}),
    steps: z.array(stepSchema).min(1, 'needs at least one step').max(50),
    sendWindow: sendWindowSchema.prefault({}),
    rateLimits: rateLimitsSchema.prefault({}),
    retry: retrySchema.prefault({}),
    dispositions: z
      .partialRecord(dispositionSchema, routeSchema)
      .default({})
      .describe('what a disposition leads to, if not the usual'),
    sequences: sequencesSchema.prefault({}),
    priority: z.int().min(1).max(9).default(5).describe('a weight, 9 first'),
    variables: z.record(z.string(), z.string()).default({}),
    keepOpen: z.boolean().default(false).describe('wait for more contacts instead of completing'),
    end: z.iso.datetime({ offset: true }).optional().describe('when the campaign expires'),
  })
  .superRefine((definition, context) => {
    if (definition.steps[0]?.after !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['steps', 0, 'after'],
        message: 'the first step has no step before it: leave `after` out',
      });
    }
    const seen = new Set<string>();
    definition.steps.forEach((step, index) => {
      if (seen.has(step.id)) {
        context.addIssue({
          code: 'custom',
          path: ['steps', index, 'id'],
          message: `is used twice: ${step.id}`,
        });
      }
      seen.add(step.id);
    });
  });

export type CampaignDefinition = z.infer<typeof campaignDefinitionSchema>;
export type CampaignDefinitionInput = z.input<typeof campaignDefinitionSchema>;

/** What may be edited while a campaign runs; in force from the next turn. */
export const editableWhileRunning = ['rateLimits', 'sendWindow', 'retry', 'priority', 'end'] as const;
