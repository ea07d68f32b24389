import { z } from 'zod';
import { seriesSteps } from '../../queries/index.ts';
import type { SeriesStep } from '../../queries/index.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, instant, named, pageOf } from '../schemas/common.ts';

const seriesSchema = named(
  'Series',
  z.object({
    from: instant,
    to: instant,
    step: z.enum(Object.keys(seriesSteps) as [SeriesStep]),
    items: z.array(
      z.object({
        at: instant.describe('the start of the step'),
        placed: z.number().describe('attempts minted in the step that were placed'),
        ended: z.record(z.string(), z.number()).describe('attempts that ended in the step, by disposition'),
        contactsEnded: z.number().describe('contacts that ended in the step'),
        inFlight: z
          .number()
          .nullable()
          .describe('open attempts at the end of the step; null if none started or ended in it'),
      }),
    ),
  }),
);

const hoursSchema = named(
  'CalendarHours',
  z.object({
    zones: z.array(z.string()).describe('the zones that the address may be in; all of them must be open'),
    regions: z.array(z.string()).describe('the regions whose public holidays apply'),
    timeZone: z.string().describe('the zone of these hours; of several zones, the one that opens last'),
    hours: z.array(
      z.object({
        hour: z.string().meta({ description: 'local: YYYY-MM-DDTHH', example: '2027-03-01T09' }),
        at: instant.describe('the start of the hour'),
        contacts: z.number(),
      }),
    ),
    neverOpen: z.number().describe('contacts whose window does not open within 400 days'),
  }),
);

const dayMs = 24 * 60 * 60_000;
const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const readSeries = ({ finder, queries, clocks }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/series',
    tag: 'Answers',
    summary: 'Attempts and contacts over time',
    description:
      'Figures in steps of 5 minutes to a day, in UTC and business time. The commit of a change counts it. Steps without changes are omitted.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject({
      ...clientQuery,
      from: time
        .optional()
        .describe('the first step contains this instant; the default is a day before `to`'),
      to: time.optional().describe('the end of the range; the default is now'),
      step: z
        .enum(Object.keys(seriesSteps) as [SeriesStep])
        .default('5m')
        .describe('the length of a step'),
    }),
    reply: { status: 200, description: 'the steps, by time', schema: seriesSchema },
    errors: [{ status: 422, codes: ['series.empty-range', 'series.too-long'] }],
    async run({ params, query: { client, step, ...range }, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client });
      const to = range.to ?? Math.floor(clocks.business.now()) + 1;
      return queries.series({ record, range: { from: range.from ?? to - dayMs, to, step } });
    },
  });

const readHours = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/hours',
    tag: 'Answers',
    summary: 'The first allowed contact times, by calendar and local hour',
    description:
      'Calculated from the tallies of due times, exact to a quarter of an hour, and the windows. Limits may delay attempts. Calendars and hours without contacts are omitted.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the calendars', schema: pageOf(hoursSchema) },
    async run({ params, query, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      return { items: await queries.hours(record), next: null };
    },
  });

/** Returns the routes for the figures of a campaign over time, and for its next hours. */
export const campaignSeriesRoutes = (deps: RouteDeps): Route[] =>
  [readSeries, readHours].map((route) => route(deps));
