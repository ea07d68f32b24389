import { z } from 'zod';
import { reasonCodes } from '../../domain/reason-code.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { abandonmentSchema } from '../schemas/bot.ts';
import { clientQuery, instant, maybeInstant, named, wholeNumber } from '../schemas/common.ts';

const cap = z.number().nullable().describe('null is unlimited');
const used = z
  .number()
  .nullable()
  .describe('null for a limit that other clients share, with a key for one client');

const limitsSchema = named(
  'Limits',
  z.object({
    asOf: instant,
    items: z.array(
      z.object({
        scope: z
          .string()
          .describe('such as account:voice, global, client:northwind, campaign:cmp_…, caller:+1…'),
        caps: z.object({ concurrent: cap, perSecond: cap, perHour: cap, perDay: cap }),
        held: used.describe('the attempts that hold a slot now'),
        hourUsed: used,
        hourUntil: instant.describe('when the quota of the hour starts again'),
        dayUsed: used,
        dayUntil: instant.describe('when the quota of the day starts again'),
        campaigns: z.array(z.object({ id: z.string(), name: z.string() })),
      }),
    ),
    waiting: z
      .array(
        z.object({
          campaign: z.string(),
          name: z.string(),
          reason: z.enum(reasonCodes),
          contacts: z.number(),
          until: maybeInstant,
        }),
      )
      .describe('the contacts that wait for a limit or a quota, by campaign'),
    abandonment: z
      .array(abandonmentSchema.extend({ client: z.string() }))
      .describe('of the clients whose campaigns make calls that need a bot or an agent'),
  }),
);

const scheduleSchema = named(
  'Schedule',
  z.object({
    asOf: instant,
    items: z.array(
      z.object({
        at: instant.describe('the planned start'),
        campaign: z.string(),
        name: z.string().describe('of the campaign'),
        contact: z.string().describe('the id of the contact'),
        row: z.number(),
        step: z.string(),
        channel: z.string(),
        senders: z.array(z.string()).describe('one of these sends it'),
        kind: z.enum(['first', 'follow-up', 'call-back']),
        bound: z
          .object({
            kind: z.enum(['limit', 'window', 'due']),
            scope: z.string().nullable().describe('of the limit'),
            limit: z.string().nullable().describe('such as per-day'),
          })
          .nullable()
          .describe('what decides the time; null if nothing delays it'),
      }),
    ),
    notRunning: z
      .array(z.object({ campaign: z.string(), name: z.string(), state: z.string() }))
      .describe('campaigns that start nothing now; their part of the plan holds after a resume'),
  }),
);

const usualBatch = 50;

const readSchedule = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/limits/schedule',
    tag: 'Operations',
    summary: 'Plan the next touches',
    description:
      'The next touches as they would start now, with the limit, the hours or the due time that decides each. Nothing is changed. Touches that are under way are assumed to take the usual time.',
    role: 'viewer',
    query: z.strictObject({
      ...clientQuery,
      campaign: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('a name or id; default: all that have started'),
      limit: wholeNumber({ minimum: 1, maximum: 500 }).default(usualBatch).describe('how many'),
    }),
    reply: { status: 200, description: 'the plan, the earliest first', schema: scheduleSchema },
    async run({ query: { campaign, client, limit }, caller }) {
      const record = campaign === undefined ? null : await finder.campaign({ caller, campaign, client });
      return queries.schedule({ record, client: scopeOf(caller, client), most: limit });
    },
  });

/** Returns the routes for the limits of the campaigns that have started, and for the plan under them. */
export const limitRoutes = (deps: RouteDeps): Route[] => [readLimits(deps), readSchedule(deps)];

const readLimits = ({ queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/limits',
    tag: 'Operations',
    summary: 'Read the limits of started campaigns and their use',
    description: 'The limits of the newest 100 campaigns that have started and not ended.',
    role: 'viewer',
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the limits, and who waits for them', schema: limitsSchema },
    async run({ query, caller }) {
      const { asOf, items, waiting, abandonment } = await queries.limits({
        client: scopeOf(caller, query.client),
      });
      const isShared = (scope: string): boolean => !/^(?:client|campaign|bots):/.test(scope);
      return {
        asOf,
        waiting,
        abandonment,
        items: items.map((item) =>
          caller.client !== null && isShared(item.scope)
            ? { ...item, held: null, hourUsed: null, dayUsed: null }
            : item,
        ),
      };
    },
  });
