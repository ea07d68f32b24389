import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { normaliseAddress } from '../requests/address.ts';
import { consentBody, consentSchema, consentsPerRequest, consentView } from '../requests/consent-body.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, pageOf, pageQuery, present } from '../schemas/common.ts';
import { addressBody } from '../schemas/suppression.ts';

const tag = 'Do not contact';
const badAddress = ['contact.phone-invalid', 'contact.address-invalid'];
const usualClient = 'default';

const listConsents = ({ store, phones }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/consents',
    tag,
    summary: 'List recorded consents, also withdrawn ones',
    role: 'viewer',
    query: z.strictObject({
      ...clientQuery,
      address: z.string().max(320).optional().describe('only those of this address'),
      ...pageQuery,
    }),
    reply: { status: 200, description: 'a page', schema: pageOf(consentSchema) },
    errors: [{ status: 422, codes: badAddress }],
    async run({ query: { client, address: text, after, limit }, caller }) {
      const scope = scopeOf(caller, client);
      if (text !== undefined) {
        const address = normaliseAddress({ text, phones });
        const found = await store.readConsents({ client: scope ?? usualClient, address });
        return { items: found.map(consentView), next: null };
      }
      const page = await store.listConsents({ ...present({ client: scope ?? undefined, after }), limit });
      return { items: page.items.map(consentView), next: page.next };
    },
  });

const recordConsents = ({ engine, phones, clocks }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/consents',
    tag,
    summary: 'Record consents of persons',
    description:
      'All are stored, or none. A campaign with `consent: {CHANNEL: required}` contacts only persons with a consent for that channel, by any of their addresses or by their external id. An opt-out wins over a consent. A withdrawal is only replaced by a consent that was given after it: the answer is what is stored.',
    role: 'operator',
    body: z.strictObject({
      client: slugSchema.optional().describe('not needed with a key for one client'),
      consents: z.array(consentBody).min(1).max(consentsPerRequest),
    }),
    example: {
      consents: [
        {
          address: '+12025550123',
          channel: 'voice',
          givenAt: '2027-02-01T09:30:00Z',
          source: 'https://northwind.example/signup',
          evidence: 'form 4711',
        },
      ],
    },
    reply: {
      status: 201,
      description: 'what is stored, in the same order',
      schema: z.object({ items: z.array(consentSchema) }),
    },
    errors: [{ status: 422, codes: [...badAddress, 'channel.not-found', 'consent.in-future'] }],
    async run({ body, caller, log, requestKey }) {
      const client = scopeOf(caller, body.client) ?? usualClient;
      const now = Math.floor(clocks.business.now());
      const consents = body.consents.map(({ address, givenAt, purpose = null, evidence = null, ...one }) => ({
        ...one,
        purpose,
        evidence,
        address: normaliseAddress({ text: address, phones }),
        givenAt: givenAt === undefined ? now : Date.parse(givenAt),
      }));
      const stored = await engine.recordConsents({ client, consents, by: caller.by, request: requestKey });
      log.info({ client, by: caller.by, consents: stored.length }, 'consents were recorded');
      return { items: stored.map(consentView) };
    },
  });

const withdrawConsents = ({ engine, phones }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/consent-withdrawals',
    tag,
    summary: 'Withdraw the consents of a person',
    description:
      'Takes effect at once in all campaigns of the client that require the consent: the contact is not contacted any more on that channel, and a queued call is cancelled. The log of the client keeps who withdrew it, and why.',
    role: 'operator',
    body: z.strictObject({
      client: slugSchema.optional().describe('not needed with a key for one client'),
      address: addressBody,
      channel: slugSchema.optional().describe('only for this channel; default: every channel'),
      reason: z.string().min(1).max(500).optional().describe('it is logged'),
    }),
    example: { address: '+12025550123', channel: 'voice', reason: 'asked by phone' },
    reply: {
      status: 200,
      description: 'the channels whose consent was withdrawn',
      schema: z.object({ address: z.string(), channels: z.array(z.string()) }),
    },
    errors: [
      { status: 404, codes: ['consent.not-found'] },
      { status: 422, codes: badAddress },
    ],
    async run({ body, caller, log, requestKey }) {
      const client = scopeOf(caller, body.client) ?? usualClient;
      const address = normaliseAddress({ text: body.address, phones });
      const { channel = null, reason: why = null } = body;
      const order = { client, address, channel, why, by: caller.by, request: requestKey };
      const channels = await engine.withdrawConsents(order);
      if (channels.length === 0) {
        throw new RingmasterError({
          code: 'consent.not-found',
          family: 'not-found',
          message: 'No consent of this address is in force.',
        });
      }
      log.info({ client, by: caller.by, channels }, 'consents were withdrawn');
      return { address, channels: [...channels] };
    },
  });

/** Returns the routes for the consents of persons. */
export const consentRoutes = (deps: RouteDeps): Route[] =>
  [listConsents, recordConsents, withdrawConsents].map((route) => route(deps));
