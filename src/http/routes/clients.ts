import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../caller.ts';
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
    summary: 'List the clients that have settings or are stopped',
    role: 'viewer',
    reply: { status: 200, description: 'all of them', schema: pageOf(clientSchema) },
    async run({ caller }) {
      const [records, holds] = await Promise.all([store.listClients(), store.listHolds()]);
      const known = new Map(records.map((record) => [record.client, record]));
      const stopped = holds.map(({ client }) => client).filter((client) => client !== everyClient);
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
    reply: { status: 200, description: 'its settings, with every default', schema: clientSchema },
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
    summary: "Set a client's clock, shared limits and campaign defaults",
    description:
      'Replaces all settings. Limits hold from the next attempt; defaults go into campaigns made from now on.',
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
      const before = (await store.readClient(client))?.settings ?? null;
      const updatedAt = Math.floor(clocks.business.now());
      const record = await store.putClient(
        { record: { client, settings: body, updatedAt }, by: caller.by },
        requestKey,
      );
      log.info({ client, by: caller.by, before, after: body }, 'the settings of a client were changed');
      await onSettingsChanged();
      return clientView({ store, client, record });
    },
  });

/** The client that a path names; `client.not-found` for one that the caller does not see. */
function clientNamed(caller: Caller, id: string): string {
  return scopeOf(caller, id) ?? id;
}

/** Tenants, their shared limits and the defaults of their campaigns. */
export const clientRoutes = (deps: RouteDeps): Route[] =>
  [listClients, readClient, putClient].map((route) => route(deps));
