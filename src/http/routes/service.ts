import { z } from 'zod';
import { restorePhases } from '../../domain/incarnation.ts';
import type { Incarnation } from '../../domain/incarnation.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';
import { roles } from '../../domain/role.ts';
import { requireAllClients } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { registerProcessMetrics } from '../metrics/process-metrics.ts';
import { registerRuntimeMetrics } from '../metrics/runtime-metrics.ts';
import { registerStoreMetrics } from '../metrics/store-metrics.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { instant, maybeInstant, named, pageOf } from '../schemas/common.ts';

const tag = 'Operations';
const serviceSchema = named(
  'Service',
  z.object({
    version: z.string(),
    instance: z.string(),
    carrier: z.enum(['simulator', 'plivo']),
    store: z.string(),
    bus: z.string(),
    schema: z.number().describe('the schema version of the data in the store'),
    killsInstances: z.boolean().describe('whether it can kill instances: only in `ringmaster cluster`'),
    incarnation: z
      .object({
        id: z.string(),
        restoredFrom: maybeInstant.describe('the last commit in the backup; null if it was not restored'),
        restoredAt: maybeInstant,
        phase: z
          .enum(restorePhases)
          .nullable()
          .describe('campaigns can be started and resumed if it is null or `done`'),
        reviewed: z.number().describe('contacts that the restore put in review'),
        reconciledAt: maybeInstant,
      })
      .describe('the life of the store; a restore begins a new one'),
    businessTime: instant.describe('the clock of windows and delays; it may run fast'),
    systemTime: instant,
  }),
);

const keySchema = named(
  'ApiKey',
  z.object({
    id: z.string(),
    role: z.enum(roles),
    client: z.string().describe('* means all clients'),
  }),
);

function incarnationView({ id, at, since, phase, reviewed, reconciledAt }: Incarnation) {
  return {
    id,
    restoredFrom: instantOrNull(since),
    restoredAt: since === null ? null : instantText(at),
    phase,
    reviewed,
    reconciledAt: instantOrNull(reconciledAt),
  };
}

/** Returns the routes for facts about the service and for its metrics. */
export function serviceRoutes(deps: RouteDeps): Route[] {
  const { apiKeys, facts, clocks, store, runtime, bus, metrics } = deps;
  const { version, schema } = facts;
  registerProcessMetrics({ registry: metrics, version, schema });
  const ofStore = registerStoreMetrics({ registry: metrics, store, now: clocks.store.now });
  const ofRuntime = registerRuntimeMetrics({ registry: metrics, runtime, bus });
  return [
    defineRoute({
      method: 'get',
      path: '/v1/service',
      tag,
      summary: 'Read the version, the parts and the clocks of the service',
      role: 'viewer',
      reply: { status: 200, description: 'the facts', schema: serviceSchema },
      run: async () => ({
        ...facts,
        killsInstances: deps.killInstance !== undefined,
        incarnation: incarnationView(await store.readIncarnation()),
        businessTime: instantText(clocks.business.now()),
        systemTime: instantText(clocks.system.now()),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/keys',
      tag,
      summary: 'List the API keys with their roles, without secrets',
      role: 'admin',
      reply: { status: 200, description: 'all of them; empty without keys', schema: pageOf(keySchema) },
      errors: [{ status: 403, codes: ['auth.client-only'] }],
      async run({ caller }) {
        requireAllClients(caller, 'Use a key for all clients.');
        return { items: apiKeys.map(({ id, role, client }) => ({ id, role, client })), next: null };
      },
    }),
    defineRoute({
      method: 'get',
      path: '/metrics',
      tag,
      summary: 'Metrics in the Prometheus text format',
      description: 'The metrics count all clients, so a key for all clients is required.',
      role: 'viewer',
      reply: { status: 200, description: 'the metrics', type: 'text/plain' },
      errors: [{ status: 403, codes: ['auth.client-only'] }],
      async run({ caller }) {
        requireAllClients(caller, 'Use a key for all clients.');
        await Promise.all([ofStore.refresh(), ofRuntime.refresh()]);
        const text = await metrics.metrics();
        return new Response(text, { headers: { 'content-type': metrics.contentType } });
      },
    }),
  ];
}
