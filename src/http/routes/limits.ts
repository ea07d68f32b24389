import { z } from 'zod';
import { reasonCodes } from '../../domain/reason-code.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, instant, maybeInstant, named } from '../schemas/common.ts';

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
  }),
);

/** Returns the route for the limits of the campaigns that have started. */
export const limitRoutes = ({ queries }: RouteDeps): Route[] => [
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
      const { asOf, items, waiting } = await queries.limits({ client: scopeOf(caller, query.client) });
      const isShared = (scope: string): boolean => !/^(client|campaign):/.test(scope);
      return {
        asOf,
        waiting,
        items: items.map((item) =>
          caller.client !== null && isShared(item.scope)
            ? { ...item, held: null, hourUsed: null, dayUsed: null }
            : item,
        ),
      };
    },
  }),
];
