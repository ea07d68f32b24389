import { RingmasterError } from '../../domain/errors.ts';
import type { Engine } from '../../actors/index.ts';
import type { Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Step } from '../../domain/campaign/campaign-definition.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { AppContext, Method } from '../route.ts';
import { readBytes } from '../requests/request-body.ts';

export const callbackKinds = ['answer', 'ring', 'hangup', 'machine'] as const;
export type CallbackKind = (typeof callbackKinds)[number];

/** The fields of a callback's form; a field that came several times is a list. */
export type CallbackFields = Readonly<Record<string, string | readonly string[]>>;

/** What one callback says. */
export type VoiceCallback = {
  attempt: string;
  campaign: string;
  /** The same for every delivery of the same callback. */
  key: string;
  callId: string | null;
  /** Why nothing can be concluded from it, or null. */
  unusable: string | null;
  numbers: { from: string; to: string };
  evidence: readonly Evidence[];
  /** The flow node from which the call goes on, where the provider waits for XML; null where it only wants a 200. */
  resumeAt: number | null;
  gathered: { node: number; digits: string } | null;
};

/** The provider's side of its callbacks: how they are signed, what they say, and how they are answered. */
export type VoiceWebhooks = {
  readForm: (body: string) => CallbackFields;
  authentic: (request: { method: string; url: string; headers: Headers; params: CallbackFields }) => boolean;
  /** Null for one that names no attempt in the form of ours. */
  read: (request: {
    kind: CallbackKind;
    query: URLSearchParams;
    params: CallbackFields;
  }) => VoiceCallback | null;
  /** Whether it is about a call between the numbers of this attempt. */
  isAbout: (input: { callback: VoiceCallback; attempt: Attempt }) => boolean;
  /** Fills in what the digits pressed mean. */
  withOutcome: (input: { callback: VoiceCallback; step: Step }) => VoiceCallback;
  /** What the call goes on with from a node of its flow, as XML. */
  flow: (input: { touch: Touch; from: number }) => string;
  /** Ends the call, as XML. */
  hangUp: () => string;
};

export type WebhookDeps = {
  engine: Pick<Engine, 'receive'>;
  store: Pick<Store, 'readAttempts'>;
  voice: VoiceWebhooks;
  readTouch: (attempt: Attempt) => Promise<Touch>;
};

/** A callback has a few hundred bytes. */
const formLimit = 65_536;

export type Webhook = {
  path: string;
  methods: readonly Method[];
  handle: (context: AppContext) => Promise<Response>;
};

/**
 * Plivo's callbacks: signed by Plivo, or 403. What one says is committed before it is answered with 200; where Plivo
 * waits for XML it gets how the call goes on, or a hang-up for a call that must not. Any other answer than 200 makes
 * Plivo deliver again, as the callback URLs ask it to: right for 503, harmless for what is refused.
 */
export function createPlivoWebhooks(deps: WebhookDeps): Webhook[] {
  return callbackKinds.map((kind) => ({
    path: `/webhooks/plivo/${kind}`,
    methods: ['post', 'get'],
    handle: (context) => receive({ ...deps, kind, context }),
  }));
}

type Receiving = WebhookDeps & { kind: CallbackKind; context: AppContext };

async function receive(receiving: Receiving): Promise<Response> {
  const { kind, context, voice } = receiving;
  const callback = await readCallback(receiving);
  const [attempt] = await receiving.store.readAttempts([callback.attempt]);
  if (!attempt || attempt.campaign !== callback.campaign) {
    context.get('log').warn({ attempt: callback.attempt, kind }, 'a callback names a call that is not ours');
    if (callback.resumeAt !== null) return xml(voice.hangUp());
    throw unknownCall(callback.attempt);
  }
  const isOther = !voice.isAbout({ callback, attempt });
  const unusable = isOther ? 'it is about a call between other numbers' : callback.unusable;
  if (unusable === null) return answer({ ...receiving, callback, attempt });
  context
    .get('log')
    .warn({ attempt: attempt.id, kind, unusable }, 'a callback says nothing that can be used');
  throw unusableCallback(unusable);
}

async function readCallback({ kind, context, voice }: Receiving): Promise<VoiceCallback> {
  const request = context.req.raw;
  const { searchParams } = new URL(request.url);
  const isForm = request.method === 'POST';
  const form = isForm
    ? (await readBytes({ request, limit: formLimit })).toString('utf8')
    : searchParams.toString();
  const params = voice.readForm(form);
  const { method, url, headers } = request;
  if (!voice.authentic({ method, url, headers, params })) {
    throw new RingmasterError({
      code: 'webhook.forged',
      family: 'refused',
      message: 'This callback is not signed by the provider.',
      hint: 'If it is genuine: PUBLIC_URL must be the address the provider was given, and the auth token the right one.',
    });
  }
  const callback = voice.read({ kind, query: searchParams, params });
  if (callback) return callback;
  throw unknownCall(searchParams.get('attempt') ?? '(none)');
}

/** Committed first, answered then. */
async function answer({
  engine,
  voice,
  readTouch,
  attempt,
  callback: plain,
}: Receiving & { callback: VoiceCallback; attempt: Attempt }): Promise<Response> {
  const touch = await readTouch(attempt);
  const callback = plain.gathered ? voice.withOutcome({ callback: plain, step: touch.step }) : plain;
  const verdict = await engine.receive({
    id: callback.key,
    campaign: callback.campaign,
    attempt: callback.attempt,
    callId: callback.callId,
    evidence: callback.evidence,
  });
  if (callback.resumeAt === null) return new Response(null, { status: 200 });
  const goesOn = verdict === 'current' && !optsOut(callback);
  return xml(goesOn ? voice.flow({ touch, from: callback.resumeAt }) : voice.hangUp());
}

function optsOut({ evidence }: VoiceCallback): boolean {
  return evidence.some((piece) => piece.kind === 'gathered' && piece.outcome === 'opt-out');
}

function xml(body: string): Response {
  return new Response(body, { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' } });
}

function unusableCallback(why: string): RingmasterError {
  return new RingmasterError({
    code: 'webhook.unusable',
    family: 'invalid',
    message: `Nothing can be concluded from this callback: ${why}.`,
    hint: "Send it in the form of Plivo's callbacks. Until then the call is looked for at the provider.",
  });
}

function unknownCall(attempt: string): RingmasterError {
  return new RingmasterError({
    code: 'webhook.unknown-call',
    family: 'not-found',
    message: `There is no call ${attempt.slice(0, 60)} here.`,
    hint: 'It may belong to another installation, or to a store that was replaced.',
  });
}
