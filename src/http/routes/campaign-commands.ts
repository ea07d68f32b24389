import { z } from 'zod';
import type { CampaignCommand } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { canaryOrderSchema, canaryPlan } from '../../domain/campaign/canary.ts';
import { refuseForSingleCalls } from '../uploads/single-calls-campaign.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { commandReplySchema } from '../schemas/campaign.ts';
import { campaignParams, clientQuery, reasonBody } from '../schemas/common.ts';
import { commandReply } from './command-reply.ts';

const nothing = z.strictObject({});

const startBody = z.strictObject({
  startAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('the start; at once if it is omitted or in the past'),
  canary: canaryOrderSchema
    .optional()
    .describe(
      'a canary start: only this number of contacts is contacted, once each; their results decide whether the campaign continues or is paused. An object may replace limits of the campaign',
    ),
});
const cancelBody = reasonBody.extend({
  hangUp: z.boolean().default(false).describe('whether open calls are hung up instead of finishing'),
});

type CommandSpec<Body extends z.ZodType> = {
  name: string;
  summary: string;
  description?: string;
  body: Body;
  example?: unknown;
  toCommand: (input: { body: z.output<Body>; by: string; record: CampaignRecord }) => CampaignCommand;
};

const command =
  <Body extends z.ZodType>({ name, summary, description, body, example, toCommand }: CommandSpec<Body>) =>
  ({ engine, queries, store, finder }: RouteDeps): Route =>
    defineRoute({
      method: 'post',
      path: `/v1/campaigns/:id/${name}`,
      tag: 'Campaigns',
      summary,
      ...(description !== undefined && { description }),
      role: 'operator',
      params: campaignParams,
      query: z.strictObject(clientQuery),
      body,
      ...(example !== undefined && { example }),
      reply: { status: 200, description: 'the campaign after the command', schema: commandReplySchema },
      errors: [{ status: 409, codes: ['campaign.command-refused'] }],
      async run({ params, query, body: given, caller, requestKey }) {
        const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
        if (name !== 'pause' && name !== 'resume') refuseForSingleCalls(record);
        const reply = await engine.command({
          campaign: record.id,
          command: toCommand({ body: given, by: caller.by, record }),
          by: caller.by,
          request: requestKey,
        });
        return commandReply({ reply, queries, store });
      },
    });

const start = command({
  name: 'start',
  summary: 'Start a campaign, or schedule its start',
  description:
    'A campaign without contacts is refused (`campaign.empty`), unless its definition has keepOpen. A campaign whose end is before its start is refused (`campaign.end-passed`).',
  body: startBody,
  example: { startAt: '2030-03-04T15:00:00Z', canary: 20 },
  toCommand: ({ body: { startAt, canary }, record }) => ({
    name: 'start',
    startAt: startAt === undefined ? null : Date.parse(startAt),
    canary: canary === undefined ? null : canaryPlan(canary, record.definition.canary),
  }),
});

const unschedule = command({
  name: 'unschedule',
  summary: 'Return a scheduled campaign to draft',
  body: nothing,
  toCommand: () => ({ name: 'unschedule' }),
});

const pause = command({
  name: 'pause',
  summary: 'Pause a campaign',
  description:
    'After the answer no new attempt starts. Attempts in flight (`finishing`) finish and count. Due times do not advance during the pause.',
  body: reasonBody,
  example: { reason: 'the client asked for it' },
  toCommand: ({ body: { reason }, by }) => ({ name: 'pause', pause: { cause: 'operator', by, reason } }),
});

const resume = command({
  name: 'resume',
  summary: 'Resume a paused campaign at the exact position',
  body: nothing,
  toCommand: () => ({ name: 'resume' }),
});

const cancel = command({
  name: 'cancel',
  summary: 'Cancel a campaign permanently',
  description:
    'Every contact that is not in flight ends as cancelled. Open calls finish and count, unless hangUp is set.',
  body: cancelBody,
  example: { reason: 'the offer is over', hangUp: false },
  toCommand: ({ body: { hangUp, reason } }) => ({ name: 'cancel', hangUp, reason }),
});

const archive = command({
  name: 'archive',
  summary: 'Archive a campaign that has ended',
  body: nothing,
  toCommand: () => ({ name: 'archive' }),
});

/** Returns the routes for commands to a campaign. A command that is already done is answered with `changed: false`. */
export const campaignCommandRoutes = (deps: RouteDeps): Route[] =>
  [start, unschedule, pause, resume, cancel, archive].map((route) => route(deps));
