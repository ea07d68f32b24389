import { z } from 'zod';
import { whatIfLimits } from '../../queries/index.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import {
  campaignParams,
  clientQuery,
  instant,
  named,
  parameter,
  present,
  wholeNumber,
} from '../schemas/common.ts';

const eta = z
  .object({ early: instant, likely: instant, late: instant })
  .nullable()
  .describe('p10, p50 and p90; null if the end is not known');

const limit = z.enum(whatIfLimits);

const whatIfSchema = named(
  'WhatIf',
  z.object({
    asOf: instant,
    asked: z.partialRecord(limit, z.number()),
    current: eta.describe('the end with the limits in force'),
    changed: eta.describe('the end with the limits that were asked for'),
    unlimited: eta.describe('the end without any limit of the campaign'),
    decidedBy: z
      .enum([...whatIfLimits, 'other'])
      .describe('what delays the changed end most; `other`: hours, delays, and limits beyond the campaign'),
    bounds: z
      .array(
        z.object({
          limit,
          asked: z.number(),
          scope: z.string(),
          cap: z.number(),
          available: z.number().describe('what others leave of the cap'),
        }),
      )
      .describe('limits beyond the campaign that allow less than was asked for'),
    summary: z.string().describe('the answer in words'),
  }),
);

const most = 100_000;
const count = (what: string) => wholeNumber({ minimum: 1, maximum: most }).optional().describe(what);
const perSecond = parameter(
  z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a number, such as 5 or 0.5')
    .transform(Number)
    .pipe(z.number().positive().max(most)),
  { schema: { type: 'number', exclusiveMinimum: 0, maximum: most } },
);

const query = z
  .strictObject({
    ...clientQuery,
    concurrent: count('attempts in flight at once'),
    perSecond: perSecond.optional().describe('attempts started per second'),
    perHour: count('attempts started per hour'),
    perDay: count('attempts started per day'),
  })
  .refine((given) => whatIfLimits.some((name) => given[name] !== undefined), {
    error: `must name at least one limit: ${whatIfLimits.join(', ')}`,
  });

const readWhatIf = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/what-if',
    tag: 'Answers',
    summary: 'Estimate the end of a campaign with other limits',
    description:
      'The estimate of `progress`, played with other limits of the campaign. Nothing is changed. Limits of the account, the installation, the client and the caller ID still apply: `bounds` names those that allow less.',
    role: 'viewer',
    params: campaignParams,
    query,
    reply: { status: 200, description: 'the estimates', schema: whatIfSchema },
    async run({ params, query: { client, ...asked }, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client });
      return queries.whatIf({ record, asked: present(asked) });
    },
  });

/** Returns the route for estimates with other limits. */
export const whatIfRoutes = (deps: RouteDeps): Route[] => [readWhatIf(deps)];
