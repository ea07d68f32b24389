import { z } from 'zod';
import { seriesSteps } from '../../queries/index.ts';
import type { SeriesStep } from '../../queries/index.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, instant, named } from '../schemas/common.ts';

const seriesSchema = named(
  'Series',
  z.object({
    from: instant,
    to: instant,
    step: z.enum(Object.keys(seriesSteps) as [SeriesStep]),
    items: z.array(
      z.object({
        at: instant.describe('when the step begins'),
        placed: z.number().describe('attempts minted in the step that were placed'),
        ended: z.record(z.string(), z.number()).describe('attempts that ended in the step, by disposition'),
        contactsEnded: z.number().describe('contacts that ended in the step'),
        inFlight: z
          .number()
          .nullable()
          .describe('attempts in flight at the end of the step; null where none started or ended in it'),
      }),
    ),
  }),
);

const dayMs = 24 * 60 * 60_000;
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The figures of a campaign over time. */
export function campaignSeriesRoutes({ finder, queries, clocks }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/campaigns/:id/series',
      tag: 'Answers',
      summary: 'What happened when: attempts and contacts by steps of time',
      description:
        'Figures by steps of 5 minutes to a day, in UTC and business time. Each is stored in the commit of what it counts. Steps in which nothing happened are left out.',
      role: 'viewer',
      params: campaignParams,
      query: z.strictObject({
        ...clientQuery,
        from: time
          .optional()
          .describe('the first step is the one that has this instant; a day before `to` if left out'),
        to: time.optional().describe('the end of the range; now if left out'),
        step: z
          .enum(Object.keys(seriesSteps) as [SeriesStep])
          .default('5m')
          .describe('how long a step is'),
      }),
      reply: { status: 200, description: 'the steps, by time', schema: seriesSchema },
      errors: [{ status: 422, codes: ['series.empty-range', 'series.too-long'] }],
      async run({ params, query: { client, step, ...range }, caller }) {
        const record = await finder.campaign({ caller, campaign: params.id, client });
        const to = range.to ?? Math.floor(clocks.business.now()) + 1;
        return queries.series({ record, range: { from: range.from ?? to - dayMs, to, step } });
      },
    }),
  ];
}
