import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { Caller } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientEventSchema, clientLogVerificationSchema } from '../schemas/client-log.ts';
import { ordinal, pageOf, pageQuery } from '../schemas/common.ts';

const tag = 'Clients';
const ofLog = z.object({
  id: z.union([slugSchema, z.literal(everyClient)]).describe('the client; * is what concerns all of them'),
});

/** The client whose log a path names; `client.not-found` for one that the caller does not see. */
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
    summary: 'Who removed drafts and suppressions, changed settings, ordered and lifted emergency stops',
    description: 'What is done inside a campaign is in the event log of the campaign.',
    role: 'viewer',
    params: ofLog,
    query: z.strictObject({
      limit: pageQuery.limit,
      after: ordinal.default(0).describe('the seq after which to begin; `next` of the page before'),
      last: ordinal.optional().describe('begin so many events before the end'),
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
      'Reads the whole log: every seq must be there, and each event must match the hash that links it to the one before. Events that were cut off at the end are found by comparing `head` with an earlier one.',
    role: 'viewer',
    params: ofLog,
    reply: { status: 200, description: 'what was found', schema: clientLogVerificationSchema },
    async run({ params, caller }) {
      return queries.verifyClientLog(logNamed(caller, params.id));
    },
  });

/** What was done for a client outside its campaigns. */
export const clientLogRoutes = (deps: RouteDeps): Route[] => [readLog, verifyLog].map((route) => route(deps));
