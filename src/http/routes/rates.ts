import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import type { Caller } from '../../domain/caller.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { ratesText, readRates } from '../../domain/cost/rate-table.ts';
import type { RateTable } from '../../domain/cost/rate-table.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { instantText } from '../../queries/instants.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { readBytes } from '../requests/request-body.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, pageOf } from '../schemas/common.ts';
import { campaignCostSchema, rateTableSchema } from '../responses/cost-schemas.ts';

const tag = 'Cost';
/** 100,000 lines of rates are about three megabytes. */
const mostBytes = 8 * 1024 * 1024;

const owner = z
  .union([slugSchema, z.literal(everyClient)])
  .default('default')
  .describe('the client; * is the table for all clients');
const from = z.iso
  .datetime({ offset: true })
  .describe('the instant from which the rates are valid, RFC 3339');

const view = ({ client, validFrom, rates, importedAt, by }: RateTable) => ({
  client,
  validFrom: instantText(validFrom),
  rates,
  importedAt: instantText(importedAt),
  by,
});

/** Returns the owner of the rates that a request means. The rates for all clients require a key for all clients. */
function ownerOf(caller: Caller, client: string): string {
  if (client !== everyClient) return scopeOf(caller, client) ?? client;
  requireAllClients(caller);
  return client;
}

const notFound = (client: string): RingmasterError =>
  new RingmasterError({
    code: 'rates.not-found',
    family: 'not-found',
    message: `There is no such rate table of ${client === everyClient ? 'all clients' : client}.`,
    hint: 'GET /v1/rates lists the tables.',
  });

const listRates = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/rates',
    tag,
    summary: 'List the rate tables of a client, the newest first',
    role: 'viewer',
    query: z.strictObject({ client: owner }),
    reply: { status: 200, description: 'all tables', schema: pageOf(rateTableSchema) },
    async run({ query, caller }) {
      const tables = await store.listRates(ownerOf(caller, query.client));
      return { items: tables.map(view), next: null };
    },
  });

const putRates = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/rates',
    tag,
    summary: 'Import a rate table',
    description:
      'Lines of `prefix,rate per minute,currency[,billing increment,minimum]`, the last two in seconds (default 60, and the increment). The longest prefix of a number counts. The table replaces the one from the same instant, and is in force from that instant until the next one. A call has the rate of the instant at which it was started. If a line cannot be read, nothing is stored.',
    role: 'admin',
    query: z.strictObject({ client: owner, from: from.optional().describe('default: now') }),
    stream: {
      types: {
        'text/csv': {
          schema: { type: 'string' },
          example: 'prefix,rate,currency,increment,minimum\n1,0.0085,USD,60,60\n44,0.0120,USD,1,30\n',
        },
      },
      description: 'the rates',
    },
    reply: { status: 201, description: 'the table', schema: rateTableSchema },
    errors: [
      { status: 413, codes: ['request.body-too-large'] },
      { status: 415, codes: ['request.media-type'] },
      { status: 422, codes: ['rates.invalid'] },
    ],
    async run({ query, caller, request, requestKey }) {
      const client = ownerOf(caller, query.client);
      const bytes = await readBytes({ request, limit: mostBytes });
      const rates = readRates(bytes.toString('utf8'));
      const at = Math.floor(deps.clocks.business.now());
      const table = await deps.store.putRates(
        {
          client,
          validFrom: query.from === undefined ? at : Date.parse(query.from),
          text: ratesText(rates),
          rates: rates.length,
          by: caller.by,
          at,
        },
        requestKey,
      );
      await deps.onSettingsChanged();
      return view(table);
    },
  });

const exportRates = ({ store, clocks }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/rates/export',
    tag,
    summary: 'Export a rate table as CSV',
    role: 'viewer',
    query: z.strictObject({
      client: owner,
      at: from.optional().describe('the table that is valid at this instant; default: now'),
    }),
    reply: { status: 200, description: 'the rates, by prefix', type: 'text/csv' },
    errors: [{ status: 404, codes: ['rates.not-found'] }],
    async run({ query, caller }) {
      const client = ownerOf(caller, query.client);
      const at = query.at === undefined ? clocks.business.now() : Date.parse(query.at);
      const table = (await store.listRates(client)).find(({ validFrom }) => validFrom <= at);
      if (!table) throw notFound(client);
      return new Response(table.text, {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="rates.csv"',
        },
      });
    },
  });

const removeRates = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/rates',
    tag,
    summary: 'Remove a rate table',
    description: 'The table before it is valid again. Calls that were started keep their rate.',
    role: 'admin',
    query: z.strictObject({ client: owner, from }),
    reply: { status: 204, description: 'it was removed' },
    errors: [{ status: 404, codes: ['rates.not-found'] }],
    async run({ query, caller, requestKey }) {
      const client = ownerOf(caller, query.client);
      const at = Math.floor(deps.clocks.business.now());
      const removal = { client, validFrom: Date.parse(query.from), by: caller.by, at };
      if (!(await deps.store.removeRates(removal, requestKey))) throw notFound(client);
      await deps.onSettingsChanged();
    },
  });

const readCost = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/cost',
    tag,
    summary: 'Read what the calls of a campaign cost, and what the rest may cost',
    description:
      'The figures come from counters that are committed together with the calls. With `estimate=true` the answer also has the expected cost of the remaining contacts by the rates that are valid now; this reads up to 20,000 contacts.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject({ ...clientQuery, estimate: z.enum(['true', 'false']).default('false') }),
    reply: { status: 200, description: 'the cost', schema: campaignCostSchema },
    async run({ params, query: { client, estimate }, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client });
      return queries.cost({ record, estimates: estimate === 'true' });
    },
  });

/** Returns the routes of rates and of what campaigns cost. */
export const rateRoutes = (deps: RouteDeps): Route[] =>
  [listRates, putRates, exportRates, removeRates, readCost].map((route) => route(deps));
