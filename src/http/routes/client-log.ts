import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientEventSchema, clientLogVerificationSchema } from '../schemas/client-log.ts';
import { ordinal, pageOf, pageQuery } from '../schemas/common.ts';

const tag = 'Clients';
const ofLog = z.object({
  id: z.union([slugSchema, z.literal(everyClient)]).describe('the client; * is the log for all clients'),
});

/** Returns the client of the log. Throws `client.not-found` if the caller may not see it. */
function logNamed(caller: Caller, id: string): string {
  if (id !== everyClient) return scopeOf(caller, id) ?? id;
  requireAllClients(caller);
  return id;
}

const readLog = ({ queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients/:id/log',
    tag,
    summary: 'Removed drafts and suppressions, changed settings and emergency stops, with their authors',
    description: 'Changes inside a campaign are in the event log of the campaign.',
    role: 'viewer',
    params: ofLog,
    query: z.strictObject({
      limit: pageQuery.limit,
      after: ordinal.default(0).describe('the page starts after this seq; `next` of the previous page'),
      last: ordinal.optional().describe('start this number of events before the end'),
    }),
    reply: { status: 200, description: 'a page, by seq', schema: pageOf(clientEventSchema) },
    async run({ params, query: { after, last, limit }, caller }) {
      const client = logNamed(caller, params.id);
      const start = last === undefined ? 0 : (await store.readLastClientSeq(client)) - last;
      const items = await queries.clientLog({ client, afterSeq: Math.max(after, start), limit });
      const end = items.length === limit ? items.at(-1) : undefined;
      return { items, next: end ? String(end.seq) : null };
    },
  });

const verifyLog = ({ queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients/:id/log/verification',
    tag,
    summary: 'Check that the log of a client was not changed',
    description:
      'Reads the whole log. No seq may be missing, and each event must match its hash, which includes the hash of the previous event. To detect events that were removed at the end, compare `head` with an earlier one.',
    role: 'viewer',
    params: ofLog,
    reply: { status: 200, description: 'the result', schema: clientLogVerificationSchema },
    async run({ params, caller }) {
      return queries.verifyClientLog(logNamed(caller, params.id));
    },
  });

/** Returns the routes of the log of a client, for changes outside its campaigns. */
export const clientLogRoutes = (deps: RouteDeps): Route[] => [readLog, verifyLog].map((route) => route(deps));
