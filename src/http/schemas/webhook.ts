import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { webhookIncludes } from '../../domain/webhook/webhook.ts';
import { typeChoices } from '../../domain/webhook/webhook-types.ts';
import { deliveryStates } from '../../persistence/contract/queues/deliveries.ts';
import { instant, maybeInstant, named } from './common.ts';

const mostTypes = 100;
const longestUrl = 2_000;

const types = z
  .array(z.enum(typeChoices()))
  .min(1)
  .max(mostTypes)
  .describe('types of events, families such as `attempt.*`, or `*` for all; alerts are `alert.*`');
const include = z
  .array(z.enum(webhookIncludes))
  .max(webhookIncludes.length)
  .describe(
    'personal data of the contact that events have: `addresses`, and `variables` with the name and the external id',
  );
const url = z.string().max(longestUrl).describe('an https address that the internet reaches');
const description = z.string().max(200).describe('what it is for');

/** A client, or `*` for every client. */
export const webhookOwner = z.union([slugSchema, z.literal(everyClient)]);

export const newWebhookBody = z.strictObject({
  client: webhookOwner.optional().describe('the client; * for the events of every client'),
  url,
  types,
  include: include.default([]),
  description: description.default(''),
});

export const webhookChangeBody = z.strictObject({
  url: url.optional(),
  types: types.optional(),
  include: include.optional(),
  description: description.optional(),
  enabled: z
    .boolean()
    .optional()
    .describe('whether events are sent. What happened while it was false is sent after it is true again'),
  skip: z
    .boolean()
    .default(false)
    .describe('with `enabled`: true: what happened while it was disabled is not sent'),
});

export const webhookSchema = named(
  'Webhook',
  z.object({
    id: z.string(),
    client: z.string().describe('* for every client'),
    url: z.string(),
    description: z.string(),
    types: z.array(z.string()),
    include: z.array(z.enum(webhookIncludes)),
    enabled: z.boolean(),
    disabledWhy: z.string().nullable().describe('why it is disabled, if no operator did it'),
    formerSecretUntil: maybeInstant.describe('until when deliveries are signed with the former secret too'),
    createdAt: instant,
    updatedAt: instant,
    failingSince: maybeInstant.describe(
      'the first of the failures in a row; null if the last request succeeded',
    ),
    failures: z.number().describe('failures in a row'),
    pausedUntil: maybeInstant.describe('until when nothing is sent, because of failures or of Retry-After'),
    lastDeliveredAt: maybeInstant,
    lastFailedAt: maybeInstant,
    lastError: z.string().nullable(),
    waiting: z.number().describe('deliveries that wait'),
    dead: z.number().describe('dead letters'),
    oldestAt: maybeInstant.describe('when the oldest delivery that waits was added'),
  }),
);

export const webhookWithSecretSchema = named(
  'WebhookWithSecret',
  webhookSchema.extend({ secret: z.string().describe('shown only now') }),
);

export const deliveryAnswerSchema = z.object({
  status: z.number().nullable().describe('null without an answer'),
  body: z.string().describe('the first 1,000 characters'),
  at: instant.describe('when the request was sent'),
  ms: z.number(),
});

export const deliverySchema = named(
  'Delivery',
  z.object({
    id: z.string().describe('the header `webhook-id`, the same for each try'),
    type: z.string(),
    campaign: z.string().nullable(),
    state: z.enum(deliveryStates),
    createdAt: instant,
    dueAt: instant.describe('the next try; of one that is being sent, when its lease ends'),
    until: instant.describe('a try that fails later is the last one'),
    tries: z.number(),
    lastError: z.string().nullable(),
  }),
);

export const deliveryInFullSchema = named(
  'DeliveryInFull',
  deliverySchema.extend({
    body: z.string().describe('what is sent, without the personal data that is added then'),
    answer: deliveryAnswerSchema.nullable().describe('of the last try that failed'),
  }),
);

export const testResultSchema = named(
  'WebhookTest',
  z.object({
    id: z.string(),
    request: z.string().describe('the body that was sent'),
    status: z.number().nullable().describe('of the answer; null without one'),
    answer: z.string().describe('the first 1,000 characters'),
    ms: z.number(),
    error: z.string().nullable().describe('why it is no receipt; null if it is one'),
  }),
);
