import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { AlertWebhook } from '../../persistence/contract/alerts.ts';
import { isPrivateHost } from '../../platform/private-addresses.ts';
import { instantText } from '../../queries/instants.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { instant, named } from '../schemas/common.ts';

const tag = 'Clients';
const path = '/v1/clients/:id/alert-webhook';
const ofClient = z.object({
  id: z
    .union([slugSchema, z.literal(everyClient)])
    .describe('the client; * for the alerts of every client and instance'),
});
const webhookSchema = named(
  'AlertWebhook',
  z.object({ client: z.string(), url: z.string(), updatedAt: instant }),
);
const shortestSecret = 16;
const notFound = { status: 404, codes: ['alert-webhook.not-found'] };

const putWebhook = ({ store, clocks, allowsPrivateWebhooks }: RouteDeps): Route =>
  defineRoute({
    method: 'put',
    path,
    tag,
    summary: 'Set where the alerts of a client are sent',
    description:
      'Each alert is a POST with JSON. The header `ringmaster-signature` is signed with the secret: see docs/alerts.md. The secret is never returned.',
    role: 'admin',
    params: ofClient,
    body: z.strictObject({
      url: z.string().max(2_000).describe('an https address that the internet reaches'),
      secret: z.string().min(shortestSecret).max(200),
    }),
    example: { url: 'https://hooks.example.com/ringmaster', secret: 'a-long-random-text' },
    reply: { status: 200, description: 'the webhook', schema: webhookSchema },
    errors: [{ status: 422, codes: ['alert-webhook.url-refused'] }],
    async run({ params, body, caller, log }) {
      const client = clientNamed(caller, params.id);
      const url = checkedUrl(body.url, allowsPrivateWebhooks);
      const webhook = { client, url, secret: body.secret, updatedAt: Math.floor(clocks.store.now()) };
      await store.putAlertWebhook(webhook);
      log.info({ client, by: caller.by }, 'the webhook for alerts was set');
      return view(webhook);
    },
  });

const readWebhook = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'Read where the alerts of a client are sent',
    role: 'admin',
    params: ofClient,
    reply: { status: 200, description: 'the webhook, without its secret', schema: webhookSchema },
    errors: [notFound],
    async run({ params, caller }) {
      const client = clientNamed(caller, params.id);
      const found = (await store.listAlertWebhooks()).find((webhook) => webhook.client === client);
      if (!found) throw noWebhook(client);
      return view(found);
    },
  });

const removeWebhook = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path,
    tag,
    summary: 'Send the alerts of a client nowhere',
    role: 'admin',
    params: ofClient,
    reply: { status: 204, description: 'removed' },
    errors: [notFound],
    async run({ params, caller, log }) {
      const client = clientNamed(caller, params.id);
      if (!(await store.removeAlertWebhook(client))) throw noWebhook(client);
      log.info({ client, by: caller.by }, 'the webhook for alerts was removed');
      return new Response(null, { status: 204 });
    },
  });

/** Returns the routes for the webhooks of alerts. */
export const alertWebhookRoutes = (deps: RouteDeps): Route[] =>
  [readWebhook, putWebhook, removeWebhook].map((route) => route(deps));

function clientNamed(caller: Caller, id: string): string {
  if (id !== everyClient) return scopeOf(caller, id) ?? id;
  requireAllClients(caller);
  return id;
}

function checkedUrl(given: string, allowsPrivate: boolean): string {
  const url = URL.parse(given);
  const refuse = (why: string): RingmasterError =>
    new RingmasterError({
      code: 'alert-webhook.url-refused',
      family: 'invalid',
      message: `The address of the webhook ${why}.`,
      hint: 'Use an https address that the internet reaches, such as https://hooks.example.com/ringmaster.',
    });
  if (!url || !/^https?:$/.test(url.protocol)) throw refuse('is not an https address');
  if (url.username !== '' || url.password !== '') throw refuse('has a user name or password');
  if (allowsPrivate) return url.href;
  if (url.protocol !== 'https:') throw refuse('does not use https');
  if (isPrivateHost(url.hostname)) throw refuse('is a private address (see WEBHOOK_PRIVATE_ADDRESSES)');
  return url.href;
}

function noWebhook(client: string): RingmasterError {
  return new RingmasterError({
    code: 'alert-webhook.not-found',
    family: 'not-found',
    message: `The client ${client} has no webhook for alerts.`,
    hint: 'Set one with PUT, or with: ringmaster alert-webhook CLIENT --url URL',
  });
}

function view({ client, url, updatedAt }: AlertWebhook) {
  return { client, url, updatedAt: instantText(updatedAt) };
}
