import { z } from 'zod';
import { campaignDefinitionSchema } from '../../channels/registry.ts';
import { campaignStates } from '../../domain/campaign/campaign.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { definitionFor } from '../requests/new-definition.ts';
import { mergePatch } from '../requests/merge-patch.ts';
import { withLastEdit } from '../requests/last-edit.ts';
import { refuseForSingleCalls } from '../uploads/single-calls-campaign.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignSchema, commandReplySchema } from '../schemas/campaign.ts';
import { notices as noticesSchema } from '../schemas/notice.ts';
import {
  campaignParams,
  clientQuery,
  listOf,
  ordinal,
  pageOf,
  pageQuery,
  present,
} from '../schemas/common.ts';
import { commandReply } from './command-reply.ts';

const tag = 'Campaigns';

/** Any JSON object. The checks of the definition answer with paths and fixes, which the schema does not. */
const definitionBody = z.looseObject({}).meta({ description: 'a campaign file as JSON' });

/** A merge patch with keys of a definition; null removes a key. */
const patchBody = z.strictObject(
  Object.fromEntries(
    Object.keys(campaignDefinitionSchema.shape).map((key) => [key, z.unknown().optional()] as const),
  ),
);

const createCampaign = ({ engine, queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/campaigns',
    tag,
    summary: 'Create a campaign, as a draft',
    description:
      'The body is a campaign file as JSON. Missing keys come from the settings of the client, then from the defaults.',
    role: 'operator',
    query: z.strictObject(clientQuery),
    body: definitionBody,
    documentedBody: campaignDefinitionSchema,
    example: {
      name: 'spring-checkup',
      contacts: { country: 'US' },
      steps: [
        {
          id: 'reminder',
          channel: 'voice',
          from: '+12025550100',
          flow: [{ speak: 'Hello {{first_name}}, your check-up is due.' }],
        },
      ],
    },
    reply: { status: 201, description: 'the draft', schema: campaignSchema },
    errors: [
      { status: 409, codes: ['campaign.name-taken'] },
      { status: 422, codes: ['definition.invalid'] },
    ],
    async run({ body, query, caller, requestKey }) {
      const definition = await definitionFor({ body, caller, asked: query.client, store });
      const record = await engine.createCampaign({ definition, by: caller.by, request: requestKey });
      return queries.campaign(record);
    },
  });

const listCampaigns = ({ queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns',
    tag,
    summary: 'List campaigns, newest first',
    role: 'viewer',
    query: z.strictObject({ ...clientQuery, ...pageQuery, state: listOf(campaignStates).optional() }),
    reply: {
      status: 200,
      description: 'a page',
      schema: pageOf(campaignSchema).extend({ notices: noticesSchema }),
    },
    async run({ query: { client, state, after, limit }, caller }) {
      const scope = scopeOf(caller, client) ?? undefined;
      const page = await store.listCampaigns({
        ...present({ client: scope, states: state, after }),
        listedOnly: true,
        limit,
      });
      const { notices, items } = await queries.campaigns({ records: page.items, client: scope ?? null });
      return { notices, items, next: page.next };
    },
  });

const readCampaign = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id',
    tag,
    summary: 'Read a campaign',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the campaign', schema: campaignSchema },
    async run({ params, query, caller }) {
      return queries.campaign(await finder.campaign({ caller, campaign: params.id, client: query.client }));
    },
  });

const editCampaign = ({ engine, finder, queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'patch',
    path: '/v1/campaigns/:id',
    tag,
    summary: 'Edit a campaign',
    description:
      'A JSON merge patch (RFC 7396) of the definition. A draft can change everything except its name and client. Later only rateLimits, sendWindow, retry, priority and end can change. With `expectedVersion`, an edit of a campaign that was edited meanwhile is refused, and the answer says who edited it and when.',
    role: 'operator',
    params: campaignParams,
    query: z.strictObject({
      ...clientQuery,
      expectedVersion: ordinal
        .optional()
        .describe('the definitionVersion that the edit was made from; without it any version is edited'),
    }),
    body: definitionBody,
    documentedBody: patchBody,
    example: { rateLimits: { perHour: 100 }, priority: 7 },
    reply: {
      status: 200,
      description: 'the campaign, with a new definitionVersion if anything changed',
      schema: commandReplySchema,
    },
    errors: [
      {
        status: 409,
        codes: ['campaign.edit-refused', 'campaign.changed-meanwhile', 'campaign.command-refused'],
      },
      { status: 422, codes: ['definition.invalid'] },
    ],
    async run({ params, query, body, caller, requestKey }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      refuseForSingleCalls(record);
      const definition = validateDefinition(mergePatch(record.definition, body));
      const { expectedVersion } = query;
      const order = engine.command({
        campaign: record.id,
        command: { name: 'edit', definition, ...present({ expectedVersion }) },
        by: caller.by,
        request: requestKey,
      });
      const reply = await withLastEdit({ order, campaign: record.id, queries, store });
      return commandReply({ reply, queries, store });
    },
  });

const deleteDraft = ({ engine, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/campaigns/:id',
    tag,
    summary: 'Delete a draft',
    description: 'Only drafts can be deleted. Ended campaigns can be archived.',
    role: 'operator',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 204, description: 'deleted' },
    errors: [{ status: 409, codes: ['campaign.command-refused'] }],
    async run({ params, query, caller, log, requestKey }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      refuseForSingleCalls(record);
      await engine.removeDraft({ campaign: record.id, by: caller.by, request: requestKey });
      // The log of the campaign is deleted with it, so the log of the service records the deletion.
      const { id: campaign, name, client } = record;
      log.info({ campaign, name, client, by: caller.by }, 'a draft was deleted');
      return new Response(null, { status: 204 });
    },
  });

export const campaignRoutes = (deps: RouteDeps): Route[] =>
  [createCampaign, listCampaigns, readCampaign, editCampaign, deleteDraft].map((route) => route(deps));
