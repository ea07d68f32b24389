import { z } from 'zod';
import { readInstances } from '../../live/index.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, idParams, instant, maybeInstant, named, pageOf } from '../schemas/common.ts';
import { attentionSchema } from '../schemas/notice.ts';

const instanceSchema = named(
  'Instance',
  z.object({
    id: z.string(),
    address: z.string().nullable(),
    startedAt: instant.describe('by the clock of the instance'),
    heartbeats: z.number().describe('how often it has told that it is alive'),
    heartbeatAt: maybeInstant.describe(
      'when the instance that answers last saw a heartbeat of it, by its own clock; null if it saw none yet',
    ),
    campaigns: z.array(z.string()).describe('the campaigns that it runs'),
  }),
);

const listInstances = ({ store, runtime }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/instances',
    tag: 'Operations',
    summary: 'List the running instances and the campaigns they run',
    role: 'viewer',
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'all of them', schema: pageOf(instanceSchema) },
    run: async ({ query, caller }) => ({
      items: await readInstances({ store, runtime, client: scopeOf(caller, query.client) }),
      next: null,
    }),
  });

const listAttention = ({ queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/attention',
    tag: 'Operations',
    summary: 'List what needs an operator',
    description:
      'The most urgent items first: emergency stops, campaigns that no instance runs, campaigns that the provider paused or that failed, windows that never open, and contacts in review.',
    role: 'viewer',
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'all of it', schema: pageOf(attentionSchema) },
    run: async ({ query, caller }) => ({
      items: await queries.attention({ client: scopeOf(caller, query.client) }),
      next: null,
    }),
  });

/** Only in `ringmaster cluster`, whose process started the instances and kills them. */
const killInstance = ({ store, killInstance: kill, log }: RouteDeps): Route[] => {
  if (!kill) return [];
  const route = defineRoute({
    method: 'post',
    path: '/v1/instances/:id/kill',
    tag: 'Operations',
    summary: 'Kill an instance with SIGKILL, to watch a takeover',
    role: 'admin',
    params: idParams,
    reply: { status: 202, description: 'the kill is ordered', schema: z.object({ instance: z.string() }) },
    async run({ params: { id }, caller }) {
      requireAllClients(caller, 'Use a key for all clients.');
      const instances = await store.listInstances();
      if (!instances.some((one) => one.id === id)) throw unknownInstance(id);
      log.warn({ instance: id, by: caller.by }, 'an instance is killed on request');
      kill(id);
      return { instance: id };
    },
  });
  return [route];
};

function unknownInstance(id: string): RingmasterError {
  return new RingmasterError({
    code: 'instance.not-found',
    family: 'not-found',
    message: `No instance ${id.slice(0, 100)} runs.`,
    hint: 'GET /v1/instances lists them.',
  });
}

/** Returns the routes for instances and for what needs an operator. */
export const instanceRoutes = (deps: RouteDeps): Route[] => [
  ...[listInstances, listAttention].map((route) => route(deps)),
  ...killInstance(deps),
];
