import { z } from 'zod';
import { campaignDefinitionSchema } from '../../domain/campaign-definition.ts';
import { campaignStates, doings } from '../../domain/campaign.ts';
import { instant, maybeInstant, named } from './common.ts';

export const campaignSchema = named(
  'Campaign',
  z.object({
    id: z.string(),
    client: z.string(),
    name: z.string(),
    state: z.enum(campaignStates),
    doing: z.enum(doings).nullable().describe('what a running campaign does'),
    waiting: z.object({ reason: z.string(), until: maybeInstant }).nullable(),
    priority: z.number(),
    definition: campaignDefinitionSchema,
    definitionVersion: z.number(),
    createdAt: instant,
    startedAt: maybeInstant,
    startAt: maybeInstant,
    pausedAt: maybeInstant,
    resumedAt: maybeInstant,
    endedAt: maybeInstant,
    pause: z
      .object({ cause: z.string(), by: z.string(), reason: z.string().nullable() })
      .nullable()
      .describe('why it is paused, and who ordered it'),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
    total: z.number().describe('people in it'),
  }),
);

const next = z
  .object({ position: z.number(), row: z.number(), contact: z.string() })
  .nullable()
  .describe('who would be next');

export const commandReplySchema = named(
  'CommandReply',
  z.object({
    campaign: campaignSchema,
    changed: z.boolean().describe('false if there was nothing left to do'),
    finishing: z.number().describe('attempts that are, or may be, at the provider; they finish and count'),
    next,
  }),
);

export const progressSchema = named(
  'Progress',
  z.object({
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
    contacts: z.record(z.string(), z.number()).describe('people by state'),
    attempts: z.record(z.string(), z.number()).describe('attempts by disposition'),
    ratePerMinute: z.number(),
    next: z.object({ contact: z.string(), row: z.number(), dueAt: maybeInstant }).nullable(),
    eta: z.object({ early: instant, likely: instant, late: instant }).nullable(),
  }),
);

const reason = z.object({
  code: z.string(),
  contacts: z.number(),
  until: maybeInstant,
  timeZone: z.string().optional(),
});

export const whyShape = {
  state: z.string(),
  doing: z.string().nullable(),
  until: maybeInstant.describe('when something can start again, as far as a time can be named'),
  summary: z.string().describe('the answer in one or two sentences'),
  reasons: z.array(reason).describe('every remaining person has exactly one; they add up'),
};
export const whySchema = named('Why', z.object(whyShape));

export const eventSchema = named(
  'Event',
  z.object({
    seq: z.number().describe('gapless per campaign, from 1'),
    at: instant,
    type: z.string(),
    position: z.number().nullable(),
    attempt: z.string().nullable(),
    by: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  }),
);
