import type { Logger } from 'pino';
import { z } from 'zod';
import { slugSchema } from '../../domain/campaign-definition.ts';
import { everyClient } from '../../domain/party.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { Caller } from '../caller.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { readHold } from '../client-view.ts';
import { instantText } from '../../queries/instants.ts';
import { holdReplySchema, stopEventSchema } from '../schemas/client.ts';
import { clientQuery, pageOf, pageQuery, present, reasonBody } from '../schemas/common.ts';

const tag = 'Emergency stop';
const ofClient = z.object({ id: slugSchema.describe('the client') });

/** The emergency stop, for one client or for everything. */
export function holdRoutes({ engine, store }: RouteDeps): Route[] {
  type Asked = { caller: Caller; log: Logger; requestKey: RequestKey | undefined };
  const hold = async (client: string | null, reason: string | null, { caller, log, requestKey }: Asked) => {
    const { changed } = await engine.hold({ client, reason, by: caller.by, request: requestKey });
    const whose = client ?? everyClient;
    if (changed) log.warn({ client: whose, by: caller.by, reason }, 'an emergency stop was ordered');
    return { client: whose, changed, hold: await readHold({ store, client }) };
  };
  const unhold = async (client: string | null, reason: string | null, { caller, log, requestKey }: Asked) => {
    const { changed } = await engine.unhold({ client, reason, by: caller.by, request: requestKey });
    const whose = client ?? everyClient;
    if (changed) log.warn({ client: whose, by: caller.by, reason }, 'an emergency stop was lifted');
    return { client: whose, changed, hold: await readHold({ store, client }) };
  };

  return [
    defineRoute({
      method: 'post',
      path: '/v1/pause',
      tag,
      summary: 'Stop everything',
      description:
        'Once it is answered no new attempt starts for any client, whatever the state of the campaigns. Attempts in flight finish.',
      role: 'admin',
      body: reasonBody,
      example: { reason: 'wrong list' },
      reply: { status: 200, description: 'in force', schema: holdReplySchema },
      async run({ body: { reason }, caller, log, requestKey }) {
        requireAllClients(caller);
        return hold(null, reason, { caller, log, requestKey });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/resume',
      tag,
      summary: 'Lift the stop of everything',
      description: 'Stops of single clients stay.',
      role: 'admin',
      body: reasonBody,
      example: { reason: 'the list is mended' },
      reply: { status: 200, description: 'lifted', schema: holdReplySchema },
      async run({ body: { reason }, caller, log, requestKey }) {
        requireAllClients(caller);
        return unhold(null, reason, { caller, log, requestKey });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/clients/:id/pause',
      tag,
      summary: 'Stop everything of one client',
      role: 'operator',
      params: ofClient,
      body: reasonBody,
      example: { reason: 'asked by the client' },
      reply: { status: 200, description: 'in force', schema: holdReplySchema },
      run: async ({ params, body: { reason }, caller, log, requestKey }) =>
        hold(scopeOf(caller, params.id), reason, { caller, log, requestKey }),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/clients/:id/resume',
      tag,
      summary: 'Lift the stop of one client',
      role: 'operator',
      params: ofClient,
      body: reasonBody,
      example: { reason: 'the list is mended' },
      reply: { status: 200, description: 'lifted', schema: holdReplySchema },
      run: async ({ params, body: { reason }, caller, log, requestKey }) =>
        unhold(scopeOf(caller, params.id), reason, { caller, log, requestKey }),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/stops',
      tag,
      summary: 'List who ordered and lifted emergency stops, newest first',
      role: 'viewer',
      query: z.strictObject({ ...clientQuery, ...pageQuery }),
      reply: { status: 200, description: 'a page', schema: pageOf(stopEventSchema) },
      async run({ query: { client, after, limit }, caller }) {
        const scope = scopeOf(caller, client);
        const { items, next } = await store.listStopEvents({
          ...present({ clients: scope === null ? undefined : [scope, everyClient], after }),
          limit,
        });
        return { items: items.map(({ at, ...event }) => ({ ...event, at: instantText(at) })), next };
      },
    }),
  ];
}
