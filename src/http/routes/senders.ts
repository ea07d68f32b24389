import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { senderChangeSchema } from '../../domain/sender/sender.ts';
import { toMs } from '../../domain/time/duration.ts';
import type { SenderView } from '../../queries/index.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { pageOf } from '../schemas/common.ts';
import { quarantineBody, senderPathSchema, senderSchema, sendersBody } from '../schemas/sender.ts';

const tag = 'Senders';
const ofClient = z.object({ id: slugSchema.describe('the client') });
const ofSender = ofClient.extend({ number: senderPathSchema });
const unknown = { status: 404, codes: ['sender.not-found'] } as const;
const shown = { status: 200, description: 'the sender', schema: senderSchema } as const;

const listSenders = ({ queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients/:id/senders',
    tag,
    summary: 'List the senders of a client with their status, use and health',
    role: 'viewer',
    params: ofClient,
    reply: { status: 200, description: 'all senders, by number', schema: pageOf(senderSchema) },
    async run({ params, caller }) {
      const client = scopeOf(caller, params.id) ?? params.id;
      return { items: await queries.senders(client), next: null };
    },
  });

const putSenders = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/clients/:id/senders',
    tag,
    summary: 'Add or change senders of a client',
    description:
      'Keys that are absent keep their values. A sender belongs to the pool of each of its tags. Limits apply from the next call.',
    role: 'admin',
    params: ofClient,
    body: sendersBody,
    example: {
      numbers: ['+12025550101', '+12025550102'],
      tags: ['cold'],
      limits: { concurrent: 2, perDay: 80 },
    },
    reply: { status: 200, description: 'the senders after the change', schema: pageOf(senderSchema) },
    async run({ params, body: { numbers: addresses, ...change }, caller, requestKey }) {
      const client = scopeOf(caller, params.id) ?? params.id;
      await deps.store.putSenders(
        { client, addresses: [...new Set(addresses)], change, by: caller.by, at: nowOf(deps) },
        requestKey,
      );
      await deps.onSettingsChanged();
      const views = await deps.queries.senders(client);
      return { items: views.filter(({ number }) => addresses.includes(number)), next: null };
    },
  });

const changeSender = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'patch',
    path: '/v1/clients/:id/senders/:number',
    tag,
    summary: 'Change one sender',
    description:
      'Sets only the keys of the body. With `"mode": "paused"` the sender sends nothing until it is active.',
    role: 'admin',
    params: ofSender,
    body: senderChangeSchema,
    example: { mode: 'paused' },
    reply: shown,
    errors: [unknown],
    async run({ params: { id, number }, body: change, caller, requestKey }) {
      const client = scopeOf(caller, id) ?? id;
      await known(deps, client, number);
      await deps.store.putSenders(
        { client, addresses: [number], change, by: caller.by, at: nowOf(deps) },
        requestKey,
      );
      await deps.onSettingsChanged();
      return known(deps, client, number);
    },
  });

const removeSender = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/clients/:id/senders/:number',
    tag,
    summary: 'Remove a sender from a client',
    description: 'Steps that name the number itself may still use it. Pause it to stop them.',
    role: 'admin',
    params: ofSender,
    reply: { status: 204, description: 'it was removed' },
    errors: [unknown],
    async run({ params: { id, number }, caller, requestKey }) {
      const client = scopeOf(caller, id) ?? id;
      await known(deps, client, number);
      const change = { client, address: number, by: caller.by, at: nowOf(deps) };
      await deps.store.removeSender(change, requestKey);
      await deps.onSettingsChanged();
    },
  });

const quarantineSender = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/clients/:id/senders/:number/quarantine',
    tag,
    summary: 'Put a sender in quarantine',
    description: 'It sends nothing until the quarantine ends. Calls under way continue.',
    role: 'operator',
    params: ofSender,
    body: quarantineBody,
    example: { lasts: '48h', reason: 'complaints' },
    reply: shown,
    errors: [unknown],
    async run({ params: { id, number }, body: { lasts, reason = null }, caller, requestKey }) {
      const client = scopeOf(caller, id) ?? id;
      await known(deps, client, number);
      const at = nowOf(deps);
      const until = lasts === undefined ? null : at + toMs(lasts);
      const quarantine = { cause: 'ordered', reason, by: caller.by, at, until } as const;
      await deps.store.setQuarantine({ client, address: number, quarantine, by: caller.by, at }, requestKey);
      await deps.onSettingsChanged();
      return known(deps, client, number);
    },
  });

const releaseSender = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/clients/:id/senders/:number/quarantine',
    tag,
    summary: 'End the quarantine of a sender',
    description: 'Only later calls count for the next quarantine.',
    role: 'operator',
    params: ofSender,
    reply: shown,
    errors: [unknown],
    async run({ params: { id, number }, caller, requestKey }) {
      const client = scopeOf(caller, id) ?? id;
      await known(deps, client, number);
      const change = { client, address: number, quarantine: null, by: caller.by, at: nowOf(deps) };
      await deps.store.setQuarantine(change, requestKey);
      await deps.onSettingsChanged();
      return known(deps, client, number);
    },
  });

const nowOf = ({ clocks }: RouteDeps): number => Math.floor(clocks.business.now());

/** Returns a sender. Throws `sender.not-found`. */
async function known({ queries }: RouteDeps, client: string, number: string): Promise<SenderView> {
  const found = (await queries.senders(client)).find((sender) => sender.number === number);
  if (found) return found;
  throw new RingmasterError({
    code: 'sender.not-found',
    family: 'not-found',
    message: `The client ${client} has no sender ${number}.`,
    hint: `Add it with POST /v1/clients/${client}/senders.`,
  });
}

/** Returns the routes for the senders of clients. */
export const senderRoutes = (deps: RouteDeps): Route[] =>
  [listSenders, putSenders, changeSender, removeSender, quarantineSender, releaseSender].map((route) =>
    route(deps),
  );
