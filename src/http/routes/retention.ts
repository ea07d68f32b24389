import { z } from 'zod';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, named, pageOf } from '../schemas/common.ts';

const days = z.number().nullable().describe('days; null: they are kept');
const count = z.number();
const retentionViewSchema = named(
  'RetentionOfClient',
  z.object({
    client: z.string(),
    days: z.object({ contacts: days, events: days, keys: count.describe('days') }),
    due: z
      .object({
        contacts: z.object({ campaigns: count, contacts: count }),
        events: z.object({ campaigns: count, events: count }),
        keys: count,
      })
      .describe('what the next sweep removes'),
  }),
);

/** Returns the route that shows the retention periods, and what they remove now. */
export function retentionRoutes({ queries }: Pick<RouteDeps, 'queries'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/retention',
      tag: 'Clients',
      summary: 'Read for how many days data are kept, and what is due for removal',
      description:
        'The periods are set with PUT /v1/clients/:id (`retention`). Nothing is removed by this request: it is a preview of the next sweep. A contact whose person has an open attempt waits until that has ended.',
      role: 'viewer',
      query: z.strictObject({ ...clientQuery }),
      reply: {
        status: 200,
        description: 'each client that has settings',
        schema: pageOf(retentionViewSchema),
      },
      async run({ query, caller }) {
        return { items: await queries.retention({ client: scopeOf(caller, query.client) }), next: null };
      },
    }),
  ];
}
