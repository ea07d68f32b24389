import { z } from 'zod';
import { changedBotPool } from '../../domain/bot/bot-pool.ts';
import type { BotPool } from '../../domain/bot/bot-pool.ts';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { BotPoolView } from '../../queries/index.ts';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import {
  botPoolBody,
  botPoolPathSchema,
  botPoolSchema,
  botPoolWithSecretSchema,
  botTestSchema,
} from '../schemas/bot.ts';
import { pageOf } from '../schemas/common.ts';

const tag = 'Bots';
const ofClient = z.object({ id: slugSchema.describe('the client') });
const ofPool = ofClient.extend({ pool: botPoolPathSchema });
const path = '/v1/clients/:id/bots/:pool';
const unknown = { status: 404, codes: ['bots.pool-not-found'] } as const;
const urlRefused = { status: 422, codes: ['bots.url-refused', 'bots.pool-incomplete'] } as const;
const withSecret = { status: 200, description: 'the pool', schema: botPoolWithSecretSchema } as const;

const listPools = ({ queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/clients/:id/bots',
    tag,
    summary: 'List the pools of bots of a client with their use and status',
    role: 'viewer',
    params: ofClient,
    reply: { status: 200, description: 'all pools, by name', schema: pageOf(botPoolSchema) },
    async run({ params, caller }) {
      return { items: await queries.bots(clientOf(caller, params.id)), next: null };
    },
  });

const putPool = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'put',
    path,
    tag,
    summary: 'Add or change a pool of bots',
    description:
      'Keys that are absent keep their values. A new pool needs `endpoint`, `stream` and `size`, and gets a secret, which is shown once. The size applies from the next call.',
    role: 'admin',
    params: ofPool,
    body: botPoolBody,
    example: { endpoint: 'https://bots.example.com/', stream: 'wss://bots.example.com/stream', size: 3 },
    reply: withSecret,
    errors: [urlRefused],
    async run({ params: { id, pool: name }, body, caller, requestKey }) {
      const client = clientOf(caller, id);
      const { endpoint, stream } = body;
      const change = {
        ...body,
        ...(endpoint !== undefined && {
          endpoint: deps.bots.checkUrl({ url: endpoint, what: 'The endpoint of the pool' }),
        }),
        ...(stream !== undefined && {
          stream: deps.bots.checkUrl({ url: stream, what: 'The stream of the pool' }),
        }),
      };
      let isNew = false;
      const pool = await changePools(deps, { client, by: caller.by, requestKey }, (pools, at) => {
        const before = pools[name] ?? null;
        isNew = before === null;
        const after = changedBotPool({ before, change, newSecret: deps.bots.newSecret, at });
        if (!after) throw incomplete(name);
        return { pools: { ...pools, [name]: after }, result: after };
      });
      return { ...(await known(deps, client, name)), secret: isNew ? pool.secret : null };
    },
  });

const rotateSecret = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: `${path}/rotate`,
    tag,
    summary: 'Make a new secret for a pool of bots',
    description: 'The next request is signed with it.',
    role: 'admin',
    params: ofPool,
    reply: { ...withSecret, description: 'the pool, with its new secret' },
    errors: [unknown],
    async run({ params: { id, pool: name }, caller, requestKey }) {
      const client = clientOf(caller, id);
      const secret = deps.bots.newSecret();
      await changePools(deps, { client, by: caller.by, requestKey }, (pools, at) => {
        const before = pools[name];
        if (!before) throw notFound(client, name);
        return { pools: { ...pools, [name]: { ...before, secret, changedAt: at } }, result: null };
      });
      return { ...(await known(deps, client, name)), secret };
    },
  });

const testPool = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: `${path}/test`,
    tag,
    summary: 'Ask the bot server of a pool for one bot, and let it go',
    description: 'Nothing is called and no place is reserved. The id of the request begins with `test-`.',
    role: 'operator',
    params: ofPool,
    reply: { status: 200, description: 'whether a bot was ready', schema: botTestSchema },
    errors: [unknown],
    async run({ params: { id, pool }, caller }) {
      const client = clientOf(caller, id);
      await known(deps, client, pool);
      const { system, store } = deps.clocks;
      const about = { client, pool, attempt: `test-${Math.floor(store.now()).toString(36)}` };
      const began = system.monotonic();
      const outcome = await deps.bots.line.warm({
        ...about,
        campaign: 'test',
        variables: {},
        holdSeconds: 10,
      });
      const ms = Math.round(system.monotonic() - began);
      await deps.bots.line.release(about);
      const isReady = outcome.kind === 'ready';
      return { ready: isReady, ms, error: isReady ? null : outcome.detail };
    },
  });

const removePool = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path,
    tag,
    summary: 'Remove a pool of bots',
    description: 'Contacts of steps that use it wait. Calls under way continue.',
    role: 'admin',
    params: ofPool,
    reply: { status: 204, description: 'it was removed' },
    errors: [unknown],
    async run({ params: { id, pool: name }, caller, requestKey }) {
      const client = clientOf(caller, id);
      await changePools(deps, { client, by: caller.by, requestKey }, ({ [name]: removed, ...pools }) => {
        if (!removed) throw notFound(client, name);
        return { pools, result: null };
      });
    },
  });

const clientOf = (caller: Caller, id: string): string => scopeOf(caller, id) ?? id;

type Pools = Readonly<Record<string, BotPool>>;

/** Changes the pools of a client, which are part of its settings. */
async function changePools<Result>(
  { store, clocks, onSettingsChanged }: RouteDeps,
  {
    client,
    by,
    requestKey,
  }: { client: string; by: string; requestKey: Parameters<RouteDeps['store']['putClient']>[1] },
  change: (pools: Pools, at: number) => { pools: Pools; result: Result },
): Promise<Result> {
  const settings = (await store.readClient(client))?.settings ?? {};
  const updatedAt = Math.floor(clocks.business.now());
  const { pools, result } = change(parseClientSettings(settings).bots ?? {}, updatedAt);
  await store.putClient(
    { record: { client, settings: { ...settings, bots: pools }, updatedAt }, by },
    requestKey,
  );
  await onSettingsChanged();
  return result;
}

/** Returns a pool. Throws `bots.pool-not-found`. */
async function known({ queries }: RouteDeps, client: string, name: string): Promise<BotPoolView> {
  const found = (await queries.bots(client)).find((pool) => pool.name === name);
  if (found) return found;
  throw notFound(client, name);
}

function notFound(client: string, name: string): RingmasterError {
  return new RingmasterError({
    code: 'bots.pool-not-found',
    family: 'not-found',
    message: `The client ${client} has no pool of bots ${name}.`,
    hint: `Add it with PUT /v1/clients/${client}/bots/${name}.`,
  });
}

function incomplete(name: string): RingmasterError {
  return new RingmasterError({
    code: 'bots.pool-incomplete',
    family: 'invalid',
    message: `The pool of bots ${name} does not exist yet, and a new pool needs endpoint, stream and size.`,
    hint: 'Send all three.',
  });
}

/** Returns the routes for the pools of bots of clients. */
export const botRoutes = (deps: RouteDeps): Route[] =>
  [listPools, putPool, rotateSecret, testPool, removePool].map((route) => route(deps));
