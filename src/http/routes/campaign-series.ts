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

const hoursSchema = named(
  'CalendarHours',
  z.object({
    zones: z.array(z.string()).describe('the zones that the address may be in; all of them must be open'),
    regions: z.array(z.string()).describe('whose public holidays count'),
    timeZone: z.string().describe('the zone whose hours these are: of several, the one that opens last'),
    hours: z.array(
      z.object({
        hour: z.string().meta({ description: 'local: YYYY-MM-DDTHH', example: '2027-03-01T09' }),
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
  });

const readHours = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/hours',
    tag: 'Answers',
    summary: 'When contacts may be contacted first: by calendar and local hour',
    description:
      'From the tallies of due times, to the quarter of an hour, and the windows. Limits may make it later. Calendars and hours without contacts are left out.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the calendars', schema: pageOf(hoursSchema) },
    async run({ params, query, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      return { items: await queries.hours(record), next: null };
    },
  });

/** The figures of a campaign over time, and its next hours. */
export const campaignSeriesRoutes = (deps: RouteDeps): Route[] =>
  [readSeries, readHours].map((route) => route(deps));
