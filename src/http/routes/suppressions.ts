import { z } from 'zod';
import { normaliseAddress } from '../requests/address.ts';
import { suppressionList } from '../requests/suppression-list.ts';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, pageOf, pageQuery, present } from '../schemas/common.ts';
import {
  addressBody,
  anyClient,
  expiresBody,
  namedSources,
  ofCampaign,
  originBody,
  suppressionSchema,
  suppressionView,
  verdictSchema,
} from '../schemas/suppression.ts';

const tag = 'Do not contact';

const listSuppressions = ({ store, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/suppressions',
    tag,
    summary: 'List addresses that must not be contacted',
    role: 'viewer',
    query: z.strictObject({ ...clientQuery, campaign: ofCampaign, ...pageQuery }),
    reply: { status: 200, description: 'a page', schema: pageOf(suppressionSchema) },
    async run({ query: { client, campaign: name, after, limit }, caller }) {
      const campaign = name === undefined ? null : await finder.campaign({ caller, campaign: name, client });
      const scope = campaign?.client ?? scopeOf(caller, client) ?? undefined;
      const page = await store.listSuppressions({
        ...present({ client: scope, campaign: campaign?.id, after }),
        limit,
      });
      return { items: page.items.map(suppressionView), next: page.next };
    },
  });

const suppress = ({ engine, phones, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/suppressions',
    tag,
    summary: 'Suppress an address',
    description:
      'Takes effect at once: contacts in campaigns end as suppressed, and queued calls are cancelled. Contacts wait for the end of an entry that has one. A repeat replaces the entry, unless that would weaken it: the answer is what is stored.',
    role: 'operator',
    body: z.strictObject({
      address: addressBody,
      reason: z.string().min(1).max(500).default('requested'),
      client: anyClient,
      campaign: ofCampaign,
      source: z.enum(namedSources).default('api'),
      origin: originBody.optional(),
      expiresAt: expiresBody.optional(),
    }),
    example: { address: '+12025550123', reason: 'asked by phone' },
    reply: { status: 201, description: 'in force', schema: suppressionSchema },
    errors: [
      { status: 404, codes: ['campaign.not-found'] },
      {
        status: 422,
        codes: [
          'contact.phone-invalid',
          'contact.address-invalid',
          'suppression.ended',
          'suppression.opt-out-ends',
        ],
      },
    ],
    async run({ body, caller, log, requestKey }) {
      const list = await suppressionList({ finder, caller, ...body });
      const address = normaliseAddress({ text: body.address, phones });
      const { reason, source, origin = null, expiresAt } = body;
      const stored = await engine.suppress({
        ...list,
        address,
        reason,
        source,
        origin,
        expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt),
        by: caller.by,
        request: requestKey,
      });
      log.info({ client: stored.client, by: caller.by, reason }, 'an address was suppressed');
      return suppressionView(stored);
    },
  });

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

const unsuppress = ({ engine, phones, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/suppressions/:address',
    tag,
    summary: 'Remove an address from the do-not-contact list',
    description:
      'Contacts that ended as suppressed do not change. The log of the client keeps who removed it, and why.',
    role: 'operator',
    params: z.object({ address: z.string().describe('the address') }),
    query: z.strictObject({
      client: anyClient,
      campaign: ofCampaign,
      reason: z.string().min(1).max(500).optional().describe('the reason of the removal; it is logged'),
    }),
    reply: { status: 204, description: 'removed' },
    errors: [{ status: 404, codes: ['suppression.not-found'] }],
    async run({ params, query, caller, log, requestKey }) {
      const list = await suppressionList({ finder, caller, ...query });
      const address = normaliseAddress({ text: params.address, phones });
      const why = query.reason ?? null;
      const isRemoved = await engine.unsuppress({
        ...list,
        address,
        why,
        by: caller.by,
        request: requestKey,
      });
      if (isRemoved) {
        const whose = list.client ?? everyClient;
        log.info({ client: whose, by: caller.by }, 'an address was removed from the do-not-contact list');
        return new Response(null, { status: 204 });
      }
      throw new RingmasterError({
        code: 'suppression.not-found',
        family: 'not-found',
        message: 'This address is not on that list.',
        hint: 'Each client and each campaign has its own list: name it, or * for the list of all clients.',
      });
    },
  });

/** Returns the routes for the do-not-contact lists. */
export const suppressionRoutes = (deps: RouteDeps): Route[] =>
  [listSuppressions, suppress, readVerdict, unsuppress].map((route) => route(deps));
