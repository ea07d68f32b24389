import { z } from 'zod';
import { consequenceSchema } from '../attempt/consequence.ts';
import { outcomeSchema } from '../attempt/disposition.ts';
import type { Disposition } from '../attempt/disposition.ts';
import { specialNumberTypes } from '../contact/number-type.ts';
import { durationSchema } from '../time/duration.ts';
import { dayCountSchema, dayUnitSchema } from '../time/step-delay.ts';
import { sendWindowSchema } from '../time/window-rules.ts';
import { budgetSchema } from '../cost/budget.ts';
import { canaryLimitsSchema } from './canary.ts';
import { slugSchema } from './slug.ts';
import type { Step, stepSchema } from './step.ts';

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

/**
 * A backoff of one disposition: keys that are left out have the values of the campaign's backoff, not the defaults.
 */
const backoffOverrideSchema = z.strictObject({
  first: durationSchema.optional(),
  factor: backoffSchema.shape.factor.unwrap().optional(),
  max: durationSchema.optional(),
  jitter: backoffSchema.shape.jitter.unwrap().optional(),
});

const retryShape = {
  maxAttempts: count('attempts per step').max(100).default(3),
  maxPerDay: count("attempts per person and day of the recipient's clock").max(100).default(2),
  maxPer24Hours: count('attempts per person in any 24 hours').max(100).optional(),
  maxPerWeek: count('attempts per person in any seven days').max(100).optional(),
  perNumber: count('attempts of a number before the next one of the contact is tried').max(100).optional(),
  backoff: backoffSchema.prefault({}),
};

function createRetrySchema(disposition: z.ZodType<Disposition, Disposition>) {
  return z.strictObject({
    ...retryShape,
    on: z
      .partialRecord(disposition, backoffOverrideSchema)
      .default({})
      .describe('a backoff of its own per disposition, such as {busy: {first: 5m}}'),
  });
}
export type RetryPolicy = z.infer<ReturnType<typeof createRetrySchema>>;

/** Days from the first step, as in `[0, 3, 7]`: whole numbers, the first is 0, none is less than the one before. */
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
    .union([durationSchema, stepDaysSchema, dayCountSchema])
    .optional()
    .describe(
      'the delay of steps without `after`: one for all, or days from the first step such as [0, 3, 7]',
    ),
  unit: dayUnitSchema
    .default('calendar')
    .describe(
      'what the days of a list count: calendar days, or days on which the window of the contact opens',
    ),
  stopOnReply: z.boolean().default(true),
  stopOnBounce: z.boolean().default(true),
});

/** Places whose calling rules do not hold for a campaign, each with the reason. */
const callingRulesSchema = z.strictObject({
  except: z
    .array(
      z.strictObject({
        region: z
          .string()
          .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country or state such as FR or US-FL'),
        reason: z.string().trim().min(1, 'must name the reason').max(500),
      }),
    )
    .max(100)
    .default([])
    .describe('places whose calling rules do not hold for this campaign, each with the reason'),
});

const consentSchema = z
  .record(slugSchema, z.literal('required', { error: 'must be `required`; leave the channel out otherwise' }))
  .describe('the channels on which only persons with a recorded consent are contacted');

/**
 * The schema of a campaign file, for the channels whose steps `step` describes and whose attempts end with these
 * dispositions. Fills in every default.
 */
export function createCampaignDefinitionSchema<StepSchema extends z.ZodType<Step>>({
  step,
  dispositions,
}: {
  step: StepSchema;
  dispositions: readonly Disposition[];
}) {
  const disposition = z.enum(dispositions);
  return z
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
      steps: z.array(step).min(1, 'needs at least one step').max(50),
      sendWindow: sendWindowSchema.prefault({}),
      callingRules: callingRulesSchema.prefault({}),
      rateLimits: rateLimitsSchema.prefault({}),
      retry: createRetrySchema(disposition).prefault({}),
      dispositions: z
        .record(outcomeSchema, consequenceSchema)
        .default({})
        .describe('what a disposition leads to, if not the usual, and the own words of the campaign'),
      sequences: sequencesSchema.prefault({}),
      consent: consentSchema.optional(),
      canary: canaryLimitsSchema
        .optional()
        .describe('the limits of a canary start (`ringmaster start --canary`)'),
      budget: budgetSchema.optional(),
      priority: z.int().min(1).max(9).default(5).describe('a weight, 9 first'),
      variables: z.record(z.string(), z.string()).default({}),
      keepOpen: z.boolean().default(false).describe('wait for more contacts instead of completing'),
      end: z.iso.datetime({ offset: true }).optional().describe('when the campaign expires'),
    })
    .superRefine((definition, context) => {
      const steps: readonly Step[] = definition.steps;
      if (steps[0]?.after !== undefined) {
        context.addIssue({
          code: 'custom',
          path: ['steps', 0, 'after'],
          message: 'the first step has no step before it: leave `after` out',
        });
      }
      const seen = new Set<string>();
      steps.forEach(({ id }, index) => {
        if (seen.has(id)) {
          context.addIssue({
            code: 'custom',
            path: ['steps', index, 'id'],
            message: `is used twice: ${id}`,
          });
        }
        seen.add(id);
      });
    });
}

type NeutralSchema = ReturnType<typeof createCampaignDefinitionSchema<typeof stepSchema>>;

/** A campaign as its file defines it, with every default filled in. */
export type CampaignDefinition = z.infer<NeutralSchema>;

/** Where a definition is not valid, and why. */
export type DefinitionFault = { path: string; message: string; cause: unknown };

/** What may be edited while a campaign runs. An edit takes effect in the next turn. */
export const editableWhileRunning = [
  'rateLimits',
  'sendWindow',
  'callingRules',
  'retry',
  'priority',
  'end',
  'budget',
] as const;
