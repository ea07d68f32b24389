import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route, RouteInput } from '../route.ts';
import { readStop } from '../responses/client-view.ts';
import { instantText } from '../../queries/instants.ts';
import { emergencyStopReplySchema, stopEventSchema } from '../schemas/client.ts';
import { clientQuery, pageOf, pageQuery, present, reasonBody } from '../schemas/common.ts';

const tag = 'Emergency stop';
const ofClient = z.object({ id: slugSchema.describe('the client') });

type StopRequest = Pick<
  RouteInput<unknown, unknown, z.output<typeof reasonBody>>,
  'body' | 'caller' | 'log' | 'requestKey'
>;

/** Orders (`pause`) or lifts (`resume`) the stop of one client, or (with null) of every client. */
async function changeStop({
  engine,
  store,
  verb,
  client,
  request: {
    body: { reason },
    caller: { by },
    log,
    requestKey,
  },
}: Pick<RouteDeps, 'engine' | 'store'> & {
  verb: 'pause' | 'resume';
  client: string | null;
  request: StopRequest;
}) {
  const change = verb === 'pause' ? engine.orderStop : engine.liftStop;
  const { changed } = await change({ client, reason, by, request: requestKey });
  const scope = client ?? everyClient;
  const message = verb === 'pause' ? 'an emergency stop was ordered' : 'an emergency stop was lifted';
  if (changed) log.warn({ client: scope, by, reason }, message);
  return { client: scope, changed, hold: await readStop({ store, client }) };
}

const ordered = { status: 200, description: 'in force', schema: emergencyStopReplySchema } as const;
const lifted = { status: 200, description: 'lifted', schema: emergencyStopReplySchema } as const;

const stopAll = ({ engine, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/pause',
    tag,
    summary: 'Order the emergency stop of every client',
    description:
      'After the answer no new attempt starts for any client, regardless of the state of the campaigns. Attempts in flight finish.',
    role: 'admin',
    body: reasonBody,
    example: { reason: 'wrong list' },
    reply: ordered,
    async run(request) {
      requireAllClients(request.caller);
      return changeStop({ engine, store, verb: 'pause', client: null, request });
    },
  });

const liftAll = ({ engine, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/resume',
    tag,
    summary: 'Lift the emergency stop of every client',
    description: 'Stops of single clients stay in force.',
    role: 'admin',
    body: reasonBody,
    example: { reason: 'the list is mended' },
    reply: lifted,
    async run(request) {
      requireAllClients(request.caller);
      return changeStop({ engine, store, verb: 'resume', client: null, request });
    },
  });

const stopClient = ({ engine, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/clients/:id/pause',
    tag,
    summary: 'Order the emergency stop of one client',
    role: 'operator',
    params: ofClient,
    body: reasonBody,
    example: { reason: 'asked by the client' },
    reply: ordered,
    async run({ params, ...request }) {
      const client = scopeOf(request.caller, params.id);
      return changeStop({ engine, store, verb: 'pause', client, request });
    },
  });

const liftClient = ({ engine, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/clients/:id/resume',
    tag,
    summary: 'Lift the emergency stop of one client',
    role: 'operator',
    params: ofClient,
    body: reasonBody,
    example: { reason: 'the list is mended' },
    reply: lifted,
    async run({ params, ...request }) {
      const client = scopeOf(request.caller, params.id);
      return changeStop({ engine, store, verb: 'resume', client, request });
    },
  });

const listStops = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/stops',
    tag,
    summary: 'List the orders and lifts of emergency stops, newest first',
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
  });

/** Returns the routes for emergency stops. */
export const emergencyStopRoutes = (deps: RouteDeps): Route[] =>
  [stopAll, liftAll, stopClient, liftClient, listStops].map((route) => route(deps));
