import type { Attempt } from '../../../../domain/attempt/attempt.ts';
import type { BotLine } from '../../../../domain/bot/bot-line.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { ChannelWebhook, TransferOutcome, WebhookPorts, WebhookRequest } from '../../../contract.ts';
import type { RenderText } from '../../flow/elements.ts';
import { hangUpXml } from '../../flow/render.ts';
import { answerCallback, toReceived, xml } from './answer.ts';
import { createPlivoCallbacks, isAbout, unusable } from './callbacks.ts';
import type { Callback, PlivoCallbacks } from './callbacks.ts';
import { createCheckWebhook } from './check-webhook.ts';
import { createOlderWebhooks } from './older-webhooks.ts';
import { createNonces, refuseReplays } from './nonces.ts';
import { forgedCallback, unknownCall, unusableCallback } from './refusals.ts';
import { readForm } from './signature.ts';
import { callbackKinds } from './urls.ts';
import type { CallbackKind } from './urls.ts';

export type PlivoWebhooksInput = {
  /** The account's token, and those of sub-accounts or of a change of tokens. */
  authTokens: readonly string[];
  /** The public URL of the service. */
  publicUrl: string;
  render: RenderText;
  ports: WebhookPorts;
  /** The system clock. */
  clock: Clock;
  /** Business time. */
  now: () => number;
  bots: Pick<BotLine, 'streamOf'>;
  /** Continues a live call with the document at a URL. */
  transfer: (callId: string, url: string) => Promise<TransferOutcome>;
};

/** A callback has a few hundred bytes. */
const bodyLimit = 65_536;

/**
 * Creates the receiver of Plivo's callbacks. A callback without a valid signature is answered with 403. The evidence
 * is committed before the answer 200. If Plivo waits for XML, the answer contains how the call continues, or a hang-up
 * for a call that must not continue. After any other status Plivo delivers the callback again, as configured in the
 * callback URLs. This is right after a 503, and harmless after a refusal.
 */
export function createPlivoWebhooks(input: PlivoWebhooksInput): ChannelWebhook[] {
  const callbacks = createPlivoCallbacks(input);
  const nonces = createNonces(input);
  const webhooks = callbackKinds.map((kind): ChannelWebhook => ({
    path: `/webhooks/plivo/${kind}`,
    methods: ['post', 'get'],
    bodyLimit,
    summary: `Plivo's ${kind} callback`,
    description: 'Signed by Plivo (X-Plivo-Signature-V3), refused with 403 otherwise.',
    bodyType: 'application/x-www-form-urlencoded',
    replies: {
      200: 'accepted; if Plivo waits for XML, how the call continues',
      403: 'webhook.forged or webhook.replayed',
      404: 'webhook.unknown-call',
      413: 'request.body-too-large',
    },
    handle: (request) =>
      refuseReplays({ nonces, request, handle: () => receive({ ...input, callbacks, kind, request }) }),
  }));
  const shared = { ...input, callbacks, nonces, bodyLimit };
  const decide: Parameters<typeof createOlderWebhooks>[0]['decide'] = (known) =>
    decideKnown({ ...input, ...known });
  return [...webhooks, createCheckWebhook(shared), ...createOlderWebhooks({ ...shared, decide })];
}

type Receiving = PlivoWebhooksInput & {
  callbacks: PlivoCallbacks;
  kind: CallbackKind;
  request: WebhookRequest;
};

async function receive(receiving: Receiving): Promise<Response> {
  const { kind, ports, request } = receiving;
  const callback = readCallback(receiving);
  const attempt = await ports.readAttempt(callback);
  if (!attempt) {
    request.log.warn({ attempt: callback.attempt, kind }, 'a callback names a call that is not ours');
    if (callback.wantsXml) return xml(hangUpXml());
    throw unknownCall(callback.attempt);
  }
  return decideKnown({ ...receiving, callback, attempt });
}

type Known = PlivoWebhooksInput & {
  kind: CallbackKind;
  request: Pick<WebhookRequest, 'log'>;
  callback: Callback;
  attempt: Attempt;
};

/** Decides a callback about an attempt of ours, unless nothing can be concluded from it. */
async function decideKnown(known: Known): Promise<Response> {
  const { kind, ports, request, callback, attempt } = known;
  const isOther = !isAbout({ callback, attempt });
  const problem = isOther ? 'it is about a call between other numbers' : callback.report.problem;
  if (problem === null) return answerCallback(known);
  request.log.warn(
    { attempt: attempt.id, kind, unusable: problem },
    'a callback says nothing that can be used',
  );
  await ports.receive({ ...toReceived(unusable(callback, problem)), providerId: null });
  throw unusableCallback(problem);
}

function readCallback({ kind, callbacks, request: { method, url, headers, body } }: Receiving): Callback {
  const { searchParams } = new URL(url);
  const params = readForm(method === 'POST' ? body : searchParams.toString());
  if (!callbacks.authentic({ method, url, headers, params })) {
    throw forgedCallback();
  }
  const callback = callbacks.read({ kind, query: searchParams, params });
  if (callback) return callback;
  throw unknownCall(searchParams.get('attempt') ?? '(none)');
}
