import { createHmac } from 'node:crypto';
import type { ChannelWebhook, WebhookRequest } from '../../../contract.ts';
import type { PlivoCallbacks } from './callbacks.ts';
import { forgedCallback } from './refusals.ts';
import { readForm } from './signature.ts';

/** The path of the check, below the public URL. `ringmaster doctor` requests it. */
export const checkPath = '/webhooks/plivo/check';

const isCheckId = (id: string): boolean => /^[\w-]{8,64}$/.test(id);

/**
 * Creates the webhook with which `ringmaster doctor` finds out whether callbacks arrive here: it is signed as they are, and
 * concerns no call. The answer proves that this service has the same token, and tells how the request arrived.
 */
export function createCheckWebhook({
  authTokens,
  callbacks,
  bodyLimit,
}: {
  authTokens: readonly string[];
  callbacks: PlivoCallbacks;
  bodyLimit: number;
}): ChannelWebhook {
  return {
    path: checkPath,
    methods: ['post'],
    bodyLimit,
    summary: 'Do callbacks arrive here?',
    description:
      'Sent by ringmaster doctor to PUBLIC_URL, signed as a callback of Plivo, and refused with 403 otherwise. Concerns no call.',
    bodyType: 'application/x-www-form-urlencoded',
    replies: { 200: 'how the request arrived', 403: 'webhook.forged', 413: 'request.body-too-large' },
    handle: (request) => Promise.resolve(answer({ authTokens, callbacks, request })),
  };
}

function answer({
  authTokens: [token = ''],
  callbacks,
  request: { method, url, headers, body },
}: {
  authTokens: readonly string[];
  callbacks: PlivoCallbacks;
  request: WebhookRequest;
}): Response {
  const id = new URL(url).searchParams.get('id') ?? '';
  const isOurs = callbacks.authentic({ method, url, headers, params: readForm(body) });
  if (!isOurs || !isCheckId(id)) throw forgedCallback();
  return Response.json({
    proof: createHmac('sha256', token).update(`check ${id}`).digest('base64'),
    host: headers.get('host'),
    forwardedProto: headers.get('x-forwarded-proto'),
  });
}
