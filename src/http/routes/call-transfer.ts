import { RingmasterError } from '../../domain/errors.ts';
import type { RouteDeps } from '../deps.ts';
import { readDestination } from '../requests/call-order.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { transferReplySchema, transferSchema } from '../schemas/call.ts';
import { idParams } from '../schemas/common.ts';

/** Continues a call at another number, or with a document of the caller. */
export const callTransferRoutes = ({ engine, finder, queries, phones }: RouteDeps): Route[] => [
  defineRoute({
    method: 'post',
    path: '/v1/calls/:id/transfer',
    tag: 'Calls',
    summary: 'Transfer an answered call',
    description:
      'To a number, which sees the caller ID of the call, or to Plivo XML at a URL of your own. The answer is sent when the provider has carried it out. The log of the campaign records who ordered it, where, and the result. The order is sent to the provider once: repeat a request only with the same Idempotency-Key, because a second transfer ends the first one.',
    role: 'operator',
    params: idParams,
    body: transferSchema,
    example: { to: '+12025550199' },
    reply: { status: 200, description: 'the call after the transfer', schema: transferReplySchema },
    errors: [
      {
        status: 409,
        codes: ['call.not-under-way', 'call.not-transferred', 'call.suppressed', 'emergency.stop'],
      },
      { status: 422, codes: ['contact.phone-invalid', 'call.extension-refused'] },
      { status: 503, codes: ['call.transfer-unknown'] },
    ],
    async run({ params, body: { to, answerUrl, ...more }, caller, requestKey }) {
      const attempt = await finder.attempt({ caller, id: params.id });
      const { client } = await engine.resolve({ campaign: attempt.campaign, client: null });
      const target =
        to === undefined ? { answerUrl: answerUrl ?? '' } : { to: numberOf({ ...more, phones, to }) };
      await engine.transfer({ attempt, client, target, by: caller.by, request: requestKey });
      return { call: queries.call(await finder.attempt({ caller, id: params.id })) };
    },
  }),
];

/** The number as E.164. */
function numberOf(input: Parameters<typeof readDestination>[0]): string {
  const { phone, extension } = readDestination(input);
  if (extension === null) return phone;
  throw new RingmasterError({
    code: 'call.extension-refused',
    family: 'invalid',
    message: 'A call cannot be transferred to an extension.',
    hint: 'Transfer it to answerUrl, with XML that dials the extension.',
  });
}
