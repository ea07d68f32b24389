import { z } from 'zod';
import type { Caller } from '../../domain/caller.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Webhook } from '../../domain/webhook/webhook.ts';
import type { WebhookChange } from '../../persistence/contract/queues/webhooks.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { findWebhook, readWebhooks, webhookView } from '../responses/webhook-view.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { idParams, pageOf, present } from '../schemas/common.ts';
import {
  newWebhookBody,
  testResultSchema,
  webhookChangeBody,
  webhookOwner,
  webhookSchema,
  webhookWithSecretSchema,
} from '../schemas/webhook.ts';

const tag = 'Webhooks';
const path = '/v1/webhooks/:id';
const notFound = { status: 404, codes: ['webhook.not-found'] };
const urlRefused = { status: 422, codes: ['webhook.url-refused'] };
const changedMeanwhile = { status: 409, codes: ['webhook.changed-meanwhile'] };
const hourMs = 3_600_000;

const listWebhooks = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/webhooks',
    tag,
    summary: 'List the webhooks of a client, with their queues and their last answers',
    role: 'viewer',
    query: z.strictObject({ client: webhookOwner.optional().describe('the client') }),
    reply: { status: 200, description: 'all of them', schema: pageOf(webhookSchema) },
    run: async ({ query, caller }) => ({
      items: await readWebhooks({ store, caller, client: ownerIn(caller, query.client) ?? undefined }),
      next: null,
    }),
  });

const createWebhook = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/webhooks',
    tag,
    summary: 'Create a webhook: events and alerts of a client are sent to an address',
    description:
      'Each event is a POST with JSON, signed as Standard Webhooks define it: see docs/webhooks.md. Events from now on are sent. The secret is shown once.',
    role: 'admin',
    body: newWebhookBody,
    example: { client: 'northwind', url: 'https://hooks.example.com/ringmaster', types: ['attempt.ended'] },
    reply: { status: 201, description: 'the webhook, with its secret', schema: webhookWithSecretSchema },
    errors: [urlRefused],
    async run({ body, caller, log }) {
      const { store, clocks, newId, outgoing } = deps;
      const now = Math.floor(clocks.store.now());
      const webhook: Webhook = {
        ...body,
        id: newId('webhook'),
        client: ownerIn(caller, body.client) ?? 'default',
        url: outgoing.checkUrl(body.url),
        secret: outgoing.newSecret(),
        formerSecret: null,
        formerUntil: null,
        enabled: true,
        disabledWhy: null,
        since: Math.floor(clocks.business.now()),
        createdAt: now,
        updatedAt: now,
        rev: 1,
      };
      await put(deps, { caller, what: 'created', before: null, webhook });
      log.info({ webhook: webhook.id, client: webhook.client, by: caller.by }, 'a webhook was created');
      const stored = await findWebhook({ store, caller, id: webhook.id });
      return { ...webhookView(stored, undefined), secret: webhook.secret };
    },
  });

const readWebhook = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'Read a webhook',
    role: 'viewer',
    params: idParams,
    reply: { status: 200, description: 'the webhook, without its secret', schema: webhookSchema },
    errors: [notFound],
    run: ({ params, caller }) => viewOf({ store, caller, id: params.id }),
  });

const changeWebhook = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'patch',
    path,
    tag,
    summary: 'Change a webhook: its address, events, description, or whether it is enabled',
    role: 'admin',
    params: idParams,
    body: webhookChangeBody,
    example: { types: ['attempt.*', 'alert.*'] },
    reply: { status: 200, description: 'the webhook', schema: webhookSchema },
    errors: [notFound, urlRefused, changedMeanwhile],
    async run({ params: { id }, body, caller, log }) {
      const { store, clocks, outgoing } = deps;
      const before = await findWebhook({ store, caller, id });
      const { skip, url, ...changes } = body;
      const isEnabled = changes.enabled === true && !before.enabled;
      const webhook = {
        ...settingsOf(before),
        ...present(changes),
        ...(url !== undefined && { url: outgoing.checkUrl(url) }),
        ...(changes.enabled !== undefined && { disabledWhy: null }),
        ...(isEnabled && skip && { since: Math.floor(clocks.business.now()) }),
      };
      await put(deps, { caller, what: 'changed', before: before.rev, webhook });
      log.info({ webhook: id, by: caller.by }, 'a webhook was changed');
      return viewOf({ store, caller, id });
    },
  });

const rotateSecret = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: `${path}/rotate`,
    tag,
    summary: 'Make a new secret',
    description:
      'For `overlapHours` each delivery has two signatures, with the new secret and with the former one, so that receivers can be changed without a gap.',
    role: 'admin',
    params: idParams,
    body: z.strictObject({ overlapHours: z.number().min(0).max(168).default(24) }),
    example: { overlapHours: 24 },
    reply: { status: 200, description: 'the webhook, with its new secret', schema: webhookWithSecretSchema },
    errors: [notFound, changedMeanwhile],
    async run({ params: { id }, body, caller, log }) {
      const { store, clocks, outgoing } = deps;
      const before = await findWebhook({ store, caller, id });
      const secret = outgoing.newSecret();
      const formerUntil = Math.floor(clocks.store.now() + body.overlapHours * hourMs);
      const webhook = { ...settingsOf(before), secret, formerSecret: before.secret, formerUntil };
      await put(deps, { caller, what: 'rotated', before: before.rev, webhook });
      log.info({ webhook: id, by: caller.by }, 'the secret of a webhook was rotated');
      return { ...(await viewOf({ store, caller, id })), secret };
    },
  });

const removeWebhook = ({ store, clocks, outgoing }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path,
    tag,
    summary: 'Remove a webhook with its deliveries and dead letters',
    role: 'admin',
    params: idParams,
    reply: { status: 204, description: 'removed' },
    errors: [notFound],
    async run({ params: { id }, caller, log }) {
      await findWebhook({ store, caller, id });
      await store.removeWebhook({ id, by: caller.by, at: Math.floor(clocks.business.now()) });
      await outgoing.onChanged();
      log.info({ webhook: id, by: caller.by }, 'a webhook was removed');
      return new Response(null, { status: 204 });
    },
  });

const testWebhook = ({ store, outgoing }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: `${path}/test`,
    tag,
    summary: 'Send a test event, and show the answer',
    description:
      'Sends one event of the type `webhook.test`, signed like any other. Nothing is stored or repeated.',
    role: 'admin',
    params: idParams,
    reply: { status: 200, description: 'what was sent and what came back', schema: testResultSchema },
    errors: [notFound],
    async run({ params: { id }, caller }) {
      const webhook = await findWebhook({ store, caller, id });
      return outgoing.sendTest(webhook);
    },
  });

/** Returns the routes for webhooks. */
export const webhookRoutes = (deps: RouteDeps): Route[] =>
  [listWebhooks, createWebhook, readWebhook, changeWebhook, rotateSecret, removeWebhook, testWebhook].map(
    (route) => route(deps),
  );

async function viewOf(input: Parameters<typeof findWebhook>[0] & { store: RouteDeps['store'] }) {
  const [webhook, queues] = await Promise.all([findWebhook(input), input.store.readDeliveryQueues()]);
  return webhookView(
    webhook,
    queues.find(({ target }) => target === webhook.id),
  );
}

/** Returns the client that is named; `*` only for callers of all clients. Null: all clients, or none is named. */
function ownerIn(caller: Caller, client: string | undefined): string | null {
  if (client !== everyClient) return scopeOf(caller, client);
  requireAllClients(caller, 'Name your client.');
  return client;
}

/** What an operator sets, without what is known of the endpoint. */
function settingsOf(webhook: Webhook): Webhook {
  const { id, client, url, description, secret, formerSecret, formerUntil, types, include, enabled } =
    webhook;
  const { disabledWhy, since, createdAt, updatedAt, rev } = webhook;
  const set = { id, client, url, description, secret, formerSecret, formerUntil, types, include, enabled };
  return { ...set, disabledWhy, since, createdAt, updatedAt, rev };
}

async function put(
  { store, clocks, outgoing }: Pick<RouteDeps, 'store' | 'clocks' | 'outgoing'>,
  {
    caller: { by },
    what,
    before,
    webhook,
  }: { caller: Caller; what: WebhookChange['what']; before: number | null; webhook: Webhook },
): Promise<void> {
  const changed = { ...webhook, updatedAt: Math.floor(clocks.store.now()), rev: (before ?? 0) + 1 };
  const change = { what, by, at: Math.floor(clocks.business.now()) };
  if (await store.putWebhook({ webhook: changed, before, change })) return outgoing.onChanged();
  throw new RingmasterError({
    code: 'webhook.changed-meanwhile',
    family: 'conflict',
    message: `The webhook ${webhook.id} was changed by another request at the same moment. Nothing was changed.`,
    hint: 'Read it and send the change again.',
  });
}
