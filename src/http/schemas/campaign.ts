import { z } from 'zod';
import { costFiguresShape } from '../responses/cost-schemas.ts';
import { abandonmentSchema, attendanceSchema } from './bot.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { campaignDefinitionSchema } from '../../channels/registry.ts';
import { campaignStates, doings } from '../../domain/campaign/campaign.ts';
import { canaryRates } from '../../domain/campaign/canary.ts';
import { activeEnrollmentStates, enrollmentEnds } from '../../domain/contact/enrollment.ts';
import { reasonCodes } from '../../domain/reason-code.ts';
import { instant, maybeInstant, named } from './common.ts';
import { notices } from './notice.ts';

/** Definitions in answers have the type that is independent of channels. */
const definitionSchema: z.ZodType<CampaignDefinition> = campaignDefinitionSchema;

const canary = z
  .object({
    contacts: z.number().describe('the number of contacts that were asked for'),
    started: z.number(),
    results: z.number(),
    verdict: z.enum(['passed', 'failed']).nullable().describe('null while results are missing'),
    judgedAt: maybeInstant,
    rates: z.array(
      z.object({
        rate: z.enum(canaryRates),
        count: z.number(),
        of: z.number(),
        limit: z.number().describe('the maximum share, from 0 to 1'),
        isOver: z.boolean(),
        detail: z.string().describe('the rate in words, with its limit'),
      }),
    ),
    summary: z.string().describe('its state in one sentence'),
  })
  .nullable()
  .describe('the canary start; null if the campaign was started without one');

export const campaignSchema = named(
  'Campaign',
  z.object({
    notices,
    id: z.string(),
    client: z.string(),
    name: z.string(),
    state: z.enum(campaignStates),
    doing: z.enum(doings).nullable().describe('what a running campaign does'),
    waiting: z
      .object({ reason: z.enum(reasonCodes), until: maybeInstant })
      .nullable()
      .describe('why a running campaign starts no attempts'),
    priority: z.number(),
    total: z.number().describe('the number of contacts'),
    definition: definitionSchema,
    definitionVersion: z.number(),
    createdAt: instant,
    updatedAt: instant,
    startedAt: maybeInstant,
    startAt: maybeInstant.describe('when a scheduled campaign starts'),
    pausedAt: maybeInstant,
    resumedAt: maybeInstant,
    endedAt: maybeInstant,
    pause: z
      .object({ cause: z.string(), by: z.string(), reason: z.string().nullable() })
      .nullable()
      .describe('why it is paused, and who ordered it'),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
    provider: z
      .object({ state: z.literal('down'), failedProbes: z.number(), probeAt: maybeInstant })
      .nullable()
      .describe('set while the circuit breaker is open'),
    canary,
  }),
);

const next = z
  .object({ position: z.number(), row: z.number(), contact: z.string() })
  .nullable()
  .describe('the next contact');

export const commandReplySchema = named(
  'CommandReply',
  z.object({
    campaign: campaignSchema,
    changed: z.boolean().describe('false if the command was already done'),
    finishing: z.number().describe('attempts that are or may be at the provider; they finish and count'),
    next,
  }),
);

const byState = z
  .partialRecord(z.enum([...activeEnrollmentStates, ...enrollmentEnds]), z.number())
  .describe('contacts by state');
const byDisposition = z
  .record(z.string(), z.number().optional())
  .describe('`started`, then ended attempts by disposition');

export const progressSchema = named(
  'Progress',
  z.object({
    notices,
    campaign: z.string(),
    name: z.string(),
    state: z.enum(campaignStates),
    doing: z.enum(doings).nullable(),
    asOf: instant,
    total: z.number(),
    completed: z.number(),
    failed: z.number(),
    stopped: z.number(),
    remaining: z.number(),
    inFlight: z.number(),
    percent: z.number(),
    successRate: z.number().nullable(),
    contacts: byState,
    attempts: byDisposition,
    ratePerMinute: z
      .number()
      .nullable()
      .describe('attempts started per minute in the last five minutes; null if there were none'),
    abandonment: abandonmentSchema
      .extend({ campaign: attendanceSchema.describe('the same of this campaign alone') })
      .nullable()
      .describe('null for a campaign without calls that need a bot or an agent'),
    warmUp: z
      .object({ day: z.number(), cap: z.number(), started: z.number() })
      .nullable()
      .describe('the day of sending, the cap of the warm-up on it, and the attempts started'),
    next: z.object({ contact: z.string(), row: z.number(), dueAt: instant }).nullable(),
    eta: z
      .object({ early: instant, likely: instant, late: instant })
      .nullable()
      .describe('p10, p50 and p90, up to one second old; null if the end is not known'),
  }),
);

const reason = z.object({
  code: z.enum(reasonCodes),
  contacts: z.number(),
  until: maybeInstant,
  timeZone: z.string().optional(),
});

export const whyShape = {
  notices,
  state: z.string(),
  doing: z.string().nullable(),
  until: maybeInstant.describe('the next instant at which something can start; null if it is not known'),
  summary: z.string().describe('the answer in one or two sentences'),
  situation: z.string().describe('the summary without the notices'),
  reasons: z.array(reason).describe('every remaining contact has exactly one reason; the counts add up'),
};
export const whySchema = named('Why', z.object({ ...whyShape, canary }));

export const reportSchema = named(
  'Report',
  z.object({
    notices,
    campaign: z.string(),
    client: z.string(),
    name: z.string(),
    state: z.enum(campaignStates),
    asOf: instant,
    startedAt: maybeInstant,
    endedAt: maybeInstant,
    durationSeconds: z.number().nullable(),
    pausedSeconds: z.number(),
    rows: z.object({
      total: z.number(),
      enrolled: z.number(),
      suppressed: z.number(),
      duplicates: z.number(),
      rejected: z.number(),
    }),
    contacts: byState,
    total: z.number(),
    completed: z.number(),
    failed: z.number(),
    stopped: z.number(),
    remaining: z.number(),
    percent: z.number(),
    successRate: z.number().nullable(),
    attempts: byDisposition,
    ...costFiguresShape,
  }),
);
