import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import { clientView } from '../responses/client-view.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientSchema, settingsBody } from '../schemas/client.ts';
import { pageOf } from '../schemas/common.ts';

const tag = 'Clients';
const ofClient = z.object({ id: slugSchema.describe('the client') });

const listClients = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients',
    tag,
    summary: 'List the clients that have settings or an emergency stop',
    role: 'viewer',
    reply: { status: 200, description: 'all clients', schema: pageOf(clientSchema) },
    async run({ caller }) {
      const [records, emergencyStops] = await Promise.all([store.listClients(), store.listStops()]);
      const known = new Map(records.map((record) => [record.client, record]));
      const stopped = emergencyStops.map(({ client }) => client).filter((client) => client !== everyClient);
      const names = [...new Set([...known.keys(), ...stopped])]
        .filter((client) => caller.client === null || caller.client === client)
        .sort();
      const items = names.map((client) => clientView({ store, client, record: known.get(client) ?? null }));
      return { items: await Promise.all(items), next: null };
    },
  });

const readClient = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients/:id',
    tag,
    summary: 'Read a client',
    role: 'viewer',
    params: ofClient,
    reply: {
      status: 200,
      description: 'the settings of the client, with all defaults',
      schema: clientSchema,
    },
    async run({ params, caller }) {
      const client = clientNamed(caller, params.id);
      return clientView({ store, client, record: await store.readClient(client) });
    },
  });

const putClient = ({ store, clocks, onSettingsChanged }: RouteDeps): Route =>
  defineRoute({
    method: 'put',
    path: '/v1/clients/:id',
    tag,
    summary: 'Set the time zone, the shared limits and the campaign defaults of a client',
    description:
      'Replaces all settings except the pools of bots and the mailboxes. Limits apply from the next attempt. Defaults apply to campaigns created later.',
    role: 'admin',
    params: ofClient,
    body: settingsBody,
    example: {
      timezone: 'America/New_York',
      limits: { concurrent: 20 },
      rateLimits: { perHour: 50, perDay: 200 },
    },
    reply: { status: 200, description: 'the settings in force', schema: clientSchema },
    async run({ params, body, caller, log, requestKey }) {
      const client = clientNamed(caller, params.id);
      const stored = (await store.readClient(client))?.settings ?? null;
      // Pools of bots and mailboxes have routes of their own, and secrets.
      const { bots, email, ...others } = stored ?? {};
      const before = stored && others;
      const settings = {
        ...body,
        ...(bots !== undefined && { bots }),
        ...(email !== undefined && { email }),
      };
      const updatedAt = Math.floor(clocks.business.now());
      const record = await store.putClient(
        { record: { client, settings, updatedAt }, by: caller.by },
        requestKey,
      );
      log.info({ client, by: caller.by, before, after: body }, 'the settings of a client were changed');
      await onSettingsChanged();
      return clientView({ store, client, record });
    },
  });

/** Returns the client in a path. Throws `client.not-found` for one that the caller may not see. */
function clientNamed(caller: Caller, id: string): string {
  return scopeOf(caller, id) ?? id;
}

/** Returns the routes for clients: their shared limits and the defaults of their campaigns. */
export const clientRoutes = (deps: RouteDeps): Route[] =>
  [listClients, readClient, putClient].map((route) => route(deps));
