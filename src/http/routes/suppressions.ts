import { z } from 'zod';
import { normaliseAddress } from '../requests/address.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Suppression } from '../../domain/contact/party.ts';
import { instantText } from '../../queries/instants.ts';
import type { Caller } from '../../domain/caller.ts';
import { requireAllClients, requireRole, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, instant, maybeInstant, named, pageOf, pageQuery, present } from '../schemas/common.ts';

const tag = 'Do not contact';

const suppressionSchema = named(
  'Suppression',
  z.object({ client: z.string(), address: z.string(), reason: z.string(), by: z.string(), at: instant }),
);

const anyClient = z
  .union([slugSchema, z.literal(everyClient)])
  .optional()
  .describe('the client of the list; * is the list for all clients (role admin)');

const listSuppressions = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/suppressions',
    tag,
    summary: 'List addresses that must not be contacted',
    role: 'viewer',
    query: z.strictObject({ ...clientQuery, ...pageQuery }),
    reply: { status: 200, description: 'a page', schema: pageOf(suppressionSchema) },
    async run({ query: { client, after, limit }, caller }) {
      const scope = scopeOf(caller, client) ?? undefined;
      const page = await store.listSuppressions({ ...present({ client: scope, after }), limit });
      return { items: page.items.map(view), next: page.next };
    },
  });

const addressBody = z
  .string()
  .min(3, 'must be a phone number with +, or an email address')
  .max(320, 'must be a phone number with +, or an email address')
  .describe('a phone number with +, an email address, or id: and an external id of the lists');

const suppress = ({ engine, phones }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/suppressions',
    tag,
    summary: 'Suppress an address',
    description:
      'Takes effect at once: contacts in campaigns end as suppressed, and queued calls are cancelled. A repeat replaces the reason.',
    role: 'operator',
    body: z.strictObject({
      address: addressBody,
      reason: z.string().min(1).max(500).default('requested'),
      client: anyClient,
    }),
    example: { address: '+12025550123', reason: 'asked by phone' },
    reply: { status: 201, description: 'in force', schema: suppressionSchema },
    errors: [{ status: 422, codes: ['contact.phone-invalid', 'contact.address-invalid'] }],
    async run({ body, caller, log, requestKey }) {
      const client = listOwner(caller, body.client);
      const address = normaliseAddress({ text: body.address, phones });
      const { reason } = body;
      const order = { client, address, reason, by: caller.by, request: requestKey };
      const suppression = await engine.suppress(order);
      log.info({ client: suppression.client, by: caller.by, reason }, 'an address was suppressed');
      return view(suppression);
    },
  });

const verdictSchema = named(
  'Verdict',
  z.object({
    client: z.string(),
    address: z.string().describe('in its stored form'),
    kind: z.enum(['phone', 'email', 'linkedin', 'id']),
    mayContact: z
      .boolean()
      .describe(
        'false if a list has the address, or its person has opted out; hours and limits are not checked',
      ),
    lists: z.array(
      z.object({
        client: z.string().describe('* is the list for all clients'),
        entry: z.object({ reason: z.string(), by: z.string(), at: instant }).nullable(),
      }),
    ),
    person: z
      .object({
        optOut: z.string().nullable().describe('the reason of an opt-out by any address of the person'),
        openAttempts: z.number(),
        days: z
          .array(z.object({ channel: z.string(), day: z.string(), attempts: z.number() }))
          .describe('the attempts of the last local day that has any, by channel'),
        lastTouchAt: maybeInstant,
      })
      .nullable()
      .describe('what the campaigns of the client share about the contact; null if the address is not known'),
    stops: z.array(z.string()).describe('the emergency stops in force for the client'),
  }),
);

const readVerdict = ({ queries, phones }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/suppression-verdict',
    tag,
    summary: 'Ask whether an address may be contacted',
    description:
      'Answers with every do-not-contact list and with what the campaigns of the client share about the contact. A POST, so that the address is in no URL; nothing is changed.',
    role: 'viewer',
    body: z.strictObject({ address: addressBody, client: slugSchema.optional() }),
    example: { address: '+12025550123' },
    reply: { status: 200, description: 'the verdict', schema: verdictSchema },
    errors: [{ status: 422, codes: ['contact.phone-invalid', 'contact.address-invalid'] }],
    async run({ body, caller }) {
      const client = scopeOf(caller, body.client) ?? 'default';
      return queries.verdict({ client, address: normaliseAddress({ text: body.address, phones }) });
    },
  });

const unsuppress = ({ engine, phones }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/suppressions/:address',
    tag,
    summary: 'Remove an address from the do-not-contact list',
    description: 'Contacts that ended as suppressed do not change.',
    role: 'operator',
    params: z.object({ address: z.string().describe('the address') }),
    query: z.strictObject({ client: anyClient }),
    reply: { status: 204, description: 'removed' },
    errors: [{ status: 404, codes: ['suppression.not-found'] }],
    async run({ params, query, caller, log, requestKey }) {
      const client = listOwner(caller, query.client);
      const address = normaliseAddress({ text: params.address, phones });
      const isRemoved = await engine.unsuppress({ client, address, by: caller.by, request: requestKey });
      if (isRemoved) {
        const whose = client ?? everyClient;
        log.info({ client: whose, by: caller.by }, 'an address was removed from the do-not-contact list');
        return new Response(null, { status: 204 });
      }
      throw new RingmasterError({
        code: 'suppression.not-found',
        family: 'not-found',
        message: 'This address is not on that list.',
        hint: 'Each client has its own list: name the client, or * for the list of all clients.',
      });
    },
  });

/** Returns the client of the list to change; null for the list of all clients, which requires the role admin. */
function listOwner(caller: Caller, client: string | undefined): string | null {
  if (client !== everyClient) return scopeOf(caller, client) ?? 'default';
  requireAllClients(caller);
  requireRole(caller, 'admin');
  return null;
}

/** Returns the routes for the do-not-contact lists. */
export const suppressionRoutes = (deps: RouteDeps): Route[] =>
  [listSuppressions, suppress, readVerdict, unsuppress].map((route) => route(deps));

function view({ client, address, reason, by, at }: Suppression) {
  return { client, address, reason, by, at: instantText(at) };
}
