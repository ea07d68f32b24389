import { createHash } from 'node:crypto';
import { z } from 'zod';
import { campaignSchema } from '../schemas/campaign.ts';
import { callOrderSchema, callReplySchema } from '../schemas/call.ts';
import { olderCallSchema, olderCampaignSchema, olderSpellings } from '../schemas/older-shapes.ts';
import type { OlderCampaign } from '../schemas/older-shapes.ts';
import { importUpload } from '../uploads/contact-upload.ts';
import { begunImport } from '../uploads/earlier-import.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { RouteDeps } from '../deps.ts';
import { parseInput } from '../parse-input.ts';
import { definitionFor } from '../requests/new-definition.ts';
import { inOneSpelling } from '../requests/one-spelling.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { createCallPlacer } from '../requests/call-placer.ts';
import { durationsOf } from '../requests/older-durations.ts';

const tag = 'Older shapes';
const anyBody = z.looseObject({});

/** `POST /plivo/single-call`: the same call as `POST /v1/calls`. */
const singleCall = (deps: RouteDeps): Route => {
  const place = createCallPlacer(deps);
  return defineRoute({
    method: 'post',
    path: '/plivo/single-call',
    tag,
    summary: 'Call one contact, in the shape of older services',
    description:
      'The same as POST /v1/calls with answerUrl: the same limits, webhooks and records. Field names may be in snake or camel case, and may have the usual other spellings.',
    role: 'operator',
    body: anyBody,
    documentedBody: olderCallSchema,
    example: {
      from: '+12025550100',
      to: '+12025550123',
      answer_url: 'https://customer.example.com/answer',
      client_id: 'default',
    },
    reply: { status: 202, description: 'ordered', schema: callReplySchema },
    errors: [
      { status: 409, codes: ['call.suppressed'] },
      { status: 422, codes: ['contact.phone-invalid', 'contact.timezone-unknown'] },
    ],
    async run({ body, caller, requestKey }) {
      const older = parseInput(olderCallSchema, inOneSpelling(body, olderSpellings));
      const { to, country, timezone, answer_url: answerUrl, client_id: client } = older;
      const order = parseInput(callOrderSchema, {
        to,
        from: withPlus(older.from),
        answerUrl,
        ...(country !== undefined && { country }),
        ...(timezone !== undefined && { timezone }),
        ...(client !== undefined && { client }),
        ...durationsOf(older),
      });
      return place({
        order: { ...order, to: country === undefined ? withPlus(to) : to },
        caller,
        requestKey,
      });
    },
  });
};

/** `POST /plivo/campaign`: creates a campaign, imports its list and starts it. */
const campaign = (deps: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/plivo/campaign',
    tag,
    summary: 'Create and start a campaign, in the shape of older services',
    description:
      'Creates the campaign, imports its list and starts it, as three requests of /v1 do. With an Idempotency-Key a repeat does the rest. Without a name it gets one from the request.',
    role: 'operator',
    body: anyBody,
    documentedBody: olderCampaignSchema,
    example: {
      name: 'spring-checkup',
      from: '+12025550100',
      list: ['+12025550123', { phone: '+12025550124', first_name: 'Ada' }],
      answer_url: 'https://customer.example.com/answer',
    },
    reply: { status: 201, description: 'the started campaign', schema: campaignSchema },
    errors: [
      { status: 409, codes: ['campaign.name-taken', 'campaign.command-refused'] },
      { status: 422, codes: ['definition.invalid'] },
    ],
    async run({ body, caller, requestKey }) {
      const older = parseInput(olderCampaignSchema, inOneSpelling(body, olderSpellings));
      const definition = await definitionFor({
        body: definitionOf({ older, name: older.name ?? nameFrom(requestKey, deps) }),
        caller,
        asked: older.client_id,
        store: deps.store,
      });
      const { engine, store, phones, readList, queries } = deps;
      const { by } = caller;
      const record = await engine.createCampaign({ definition, by, request: keyFor(requestKey, 'create') });
      const begin = keyFor(requestKey, 'import');
      const keys = begin && { begin, end: () => keyFor(requestKey, 'close') ?? begin };
      await importUpload({
        engine,
        phones,
        readList,
        record,
        format: 'json',
        encoding: null,
        source: bytesOf(contactsOf(older)),
        chunkRows: store.batchBudget().newcomers,
        by,
        resume: null,
        columns: {},
        earlier: await begunImport({ store, keys }),
        keys,
      });
      const { campaign: started } = await engine.command({
        campaign: record.id,
        command: { name: 'start', startAt: null },
        by,
        request: requestKey,
      });
      return queries.campaign(started);
    },
  });

function definitionOf({ older, name }: { older: OlderCampaign; name: string }): Record<string, unknown> {
  const { from, answer_url: answerUrl, country } = older;
  return {
    name,
    ...(country !== undefined && { contacts: { country } }),
    steps: [
      { id: 'call', channel: 'voice', from: withPlus(from), flow: [{ answerUrl }], ...durationsOf(older) },
    ],
  };
}

/** Plivo's own parameters have no plus sign. */
function withPlus(number: string): string {
  return /^[1-9]\d{6,14}$/.test(number) ? `+${number}` : number;
}

/** The contacts as rows of a list: `to` may be several numbers, separated as in Plivo's bulk calls or by commas. */
function contactsOf({ to, list, country }: OlderCampaign): object[] {
  const numbers =
    typeof to === 'string' ? to.split(/[<,;\s]+/).filter((one) => one !== '') : (to ?? list ?? []);
  const written = (phone: string): string => (country === undefined ? withPlus(phone) : phone);
  return numbers.map((one) => {
    if (typeof one === 'string') return { phone: written(one) };
    const { phone = one['to'] ?? one['number'] ?? one['phone_number'] ?? one['phoneNumber'], ...more } = one;
    return { ...more, ...(phone !== undefined && phone !== null && { phone: written(String(phone)) }) };
  });
}

async function* bytesOf(rows: readonly object[]): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(JSON.stringify(rows)));
}

/** A name for a campaign without one. A repeat of the request has the same one. */
function nameFrom(request: RequestKey | undefined, { newId }: Pick<RouteDeps, 'newId'>): string {
  const unique = request?.key ?? newId('event');
  return `plivo-${createHash('sha256').update(unique).digest('hex').slice(0, 12)}`;
}

/** The key of one part of a request, so that a repeat does no part twice. */
function keyFor(request: RequestKey | undefined, part: string): RequestKey | undefined {
  if (!request) return undefined;
  return { ...request, key: createHash('sha256').update(`${request.key} ${part}`).digest('hex') };
}

/** Requests in the shape of older services. Their webhooks are those of the channel. */
export const olderRoutes = (deps: RouteDeps): Route[] => [singleCall(deps), campaign(deps)];
