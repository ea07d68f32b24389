import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { scopeOf } from '../caller.ts';
import { createCallPlacer } from '../requests/call-placer.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import {
  callbacksSchema,
  callOrderSchema,
  callReplySchema,
  callSchema,
  dispositionOrderSchema,
  dispositionReplySchema,
  hangUpReplySchema,
} from '../schemas/call.ts';
import { clientQuery, idParams, pageOf, pageQuery, present, yesNo } from '../schemas/common.ts';

const tag = 'Calls';
const placeCall = (deps: RouteDeps): Route => {
  const place = createCallPlacer(deps);
  return defineRoute({
    method: 'post',
    path: '/v1/calls',
    tag,
    summary: 'Call one contact',
    description:
      'Limits and do-not-contact lists always apply. Calling hours apply unless outsideHours has a reason. The answer waits a moment for the call. If limits or hours do not allow it now, `call` is null, `why` says until when, and the call is made then.',
    role: 'operator',
    body: callOrderSchema,
    example: {
      to: '+12025550123',
      from: '+12025550100',
      speak: 'Hello, your order is ready.',
      timezone: 'America/New_York',
    },
    reply: { status: 202, description: 'ordered', schema: callReplySchema },
    errors: [
      { status: 409, codes: ['call.suppressed'] },
      {
        status: 422,
        codes: ['contact.phone-invalid', 'contact.timezone-unknown', 'call.nothing-to-say'],
      },
    ],
    run: ({ body, caller, requestKey }) => place({ order: body, caller, requestKey }),
  });
};

const listCalls = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/calls',
    tag,
    summary: 'List calls, newest first',
    role: 'viewer',
    query: z.strictObject({
      ...clientQuery,
      ...pageQuery,
      active: yesNo.optional().describe('true: only open calls'),
      campaign: z.string().max(100).optional().describe('campaign id or name'),
      contact: z
        .string()
        .max(300)
        .optional()
        .describe('contact id, phone number, email address or external id; requires campaign'),
    }),
    reply: { status: 200, description: 'a page', schema: pageOf(callSchema) },
    errors: [{ status: 422, codes: ['call.campaign-needed'] }],
    async run({ query: { client, campaign, contact, active, after, limit }, caller }) {
      const record = campaign === undefined ? null : await finder.campaign({ caller, campaign, client });
      if (contact !== undefined && !record) throw campaignNeeded();
      const person = contact === undefined || !record ? null : await finder.enrollment({ record, contact });
      return queries.calls({
        ...present({
          client: record?.client ?? scopeOf(caller, client) ?? undefined,
          campaign: record?.id,
          position: person?.position,
          openOnly: active,
          after,
        }),
        limit,
      });
    },
  });

const readCall = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/calls/:id',
    tag,
    summary: 'Read a call',
    role: 'viewer',
    params: idParams,
    reply: { status: 200, description: 'the call', schema: callSchema },
    run: async ({ params, caller }) => queries.call(await finder.attempt({ caller, id: params.id })),
  });

const readCallbacks = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/calls/:id/callbacks',
    tag,
    summary: 'The callbacks of the provider about a call',
    description:
      'Every callback that the provider signed and that names the call, in the order in which they were decided: also those that arrived late or several times, and those from which nothing can be concluded. Up to 50 are kept. They are erased with the contact.',
    role: 'viewer',
    params: idParams,
    reply: { status: 200, description: 'the callbacks', schema: callbacksSchema },
    run: async ({ params, caller }) => queries.callbacks(await finder.attempt({ caller, id: params.id })),
  });

const endCall = ({ engine, finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/v1/calls/:id',
    tag,
    summary: 'Hang up a call, or remove it from the queue',
    description:
      'The answer is sent when the order is committed. The call ends when the provider reports its end.',
    role: 'operator',
    params: idParams,
    reply: { status: 200, description: 'the call after the order', schema: hangUpReplySchema },
    async run({ params, caller, requestKey }) {
      const attempt = await finder.attempt({ caller, id: params.id });
      const { changed } = await engine.hangUp({ attempt, by: caller.by, request: requestKey });
      const after = await finder.attempt({ caller, id: params.id });
      return { call: queries.call(after), changed };
    },
  });

const setDisposition = ({ engine, finder, queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/calls/:id/disposition',
    tag,
    summary: 'Set or correct the disposition of an ended call',
    description:
      'What follows for the contact is decided as for evidence that arrives late. A contact that has ended may get another end, and is called again only with `retry`.',
    role: 'operator',
    params: idParams,
    body: dispositionOrderSchema,
    example: { disposition: 'answered', note: 'the agent talked to them' },
    reply: { status: 200, description: 'the call and its contact', schema: dispositionReplySchema },
    errors: [
      { status: 409, codes: ['call.not-ended', 'call.retry-refused'] },
      { status: 422, codes: ['call.disposition-unknown'] },
    ],
    async run({ params, body: { disposition: word, note, retry }, caller, requestKey }) {
      const attempt = await finder.attempt({ caller, id: params.id });
      const order = { word, note, retry };
      const { changed } = await engine.correct({ attempt, order, by: caller.by, request: requestKey });
      const after = await finder.attempt({ caller, id: params.id });
      const { campaign, position } = after;
      const record = await engine.resolve({ campaign, client: null });
      const [enrollment] = await store.readEnrollments({ campaign, positions: [position] });
      if (!enrollment) throw new TypeError(`campaign ${campaign} has no contact at position ${position}`);
      return { call: queries.call(after), contact: await queries.contact({ record, enrollment }), changed };
    },
  });

function campaignNeeded(): RingmasterError {
  return new RingmasterError({
    code: 'call.campaign-needed',
    family: 'invalid',
    message: 'A contact has calls only in a campaign.',
    hint: 'Name the campaign with ?campaign=',
  });
}

/** Single calls, and the calls of all campaigns. */
export const callRoutes = (deps: RouteDeps): Route[] =>
  [placeCall, listCalls, readCall, readCallbacks, setDisposition, endCall].map((route) => route(deps));
