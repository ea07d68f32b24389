import type { Attempt } from '../../../../domain/attempt/attempt.ts';
import { sleep } from '../../../../platform/clock.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { ChannelWebhook, WebhookPorts, WebhookRequest } from '../../../contract.ts';
import { fieldsOf, firstValues } from './callback-evidence.ts';
import type { Callback, PlivoCallbacks } from './callbacks.ts';
import { refuseReplays } from './nonces.ts';
import type { Nonces } from './nonces.ts';
import { forgedCallback, unusableCallback } from './refusals.ts';
import { readForm } from './signature.ts';
import type { CallbackFields } from './signature.ts';
import type { CallbackKind } from './urls.ts';

/** The paths of services that know a call only by its CallUUID. */
const olderPaths = { ring: '/plivo/ring-url', hangup: '/plivo/hangup-url' } as const;

/**
 * How long a callback waits for the answer to the placement of its call, which contains the id: a little less than the ten
 * seconds after which a placement has no answer, and much less than the forty after which Plivo repeats a callback.
 */
const holdMs = 8_000;
const pollMs = 200;
/** The maximum number of callbacks that are kept, and of calls that are remembered. */
const mostKept = 5_000;

type Kept = { kind: CallbackKind; params: CallbackFields; ids: readonly string[] };

type OlderInput = {
  callbacks: PlivoCallbacks;
  nonces: Nonces;
  ports: WebhookPorts;
  /** The system clock. */
  clock: Clock;
  bodyLimit: number;
  /** Decides a callback about a known attempt, and answers it. */
  decide: (input: {
    kind: CallbackKind;
    callback: Callback;
    attempt: Attempt;
    request: Pick<WebhookRequest, 'log'>;
  }) => Promise<Response>;
};

/**
 * Creates the webhooks of an older shape: they name no attempt, only the ids of Plivo. A callback may arrive before the answer to
 * the placement of its call, so it is not answered before its call is known, or for eight seconds. A callback without a call
 * is kept in memory, answered with 200, and tried again when another one arrives: until then the result of its call is read
 * from the live calls and the call records.
 */
export function createOlderWebhooks(input: OlderInput): ChannelWebhook[] {
  const { callbacks, nonces, bodyLimit } = input;
  const matcher = createMatcher(input);
  return (['ring', 'hangup'] as const).map((kind) => ({
    path: olderPaths[kind],
    methods: ['post', 'get'],
    bodyLimit,
    summary: `Plivo's ${kind} callback about a call that is known by its CallUUID`,
    description: 'Signed by Plivo (X-Plivo-Signature-V3), refused with 403 otherwise.',
    bodyType: 'application/x-www-form-urlencoded',
    replies: {
      200: 'accepted, or kept until its call is known',
      403: 'webhook.forged or webhook.replayed',
      413: 'request.body-too-large',
      422: 'webhook.unusable',
    },
    handle: (request) =>
      refuseReplays({
        nonces,
        request,
        handle: () => matcher.take({ ...readOlder({ callbacks, request }), kind }, request),
      }),
  }));
}

function readOlder({
  callbacks,
  request: { method, url, headers, body },
}: {
  callbacks: PlivoCallbacks;
  request: WebhookRequest;
}): Omit<Kept, 'kind'> {
  const params = readForm(method === 'POST' ? body : new URL(url).searchParams.toString());
  if (!callbacks.authentic({ method, url, headers, params })) throw forgedCallback();
  const field = fieldsOf(firstValues(params));
  const ids = ['CallUUID', 'RequestUUID', 'ALegRequestUUID'].map(field).filter((id) => id !== '');
  if (field('CallUUID') === '') throw unusableCallback('it names no call');
  return { params, ids: [...new Set(ids)] };
}

/** Finds the attempts of callbacks by the ids of Plivo. */
function createMatcher({ callbacks, ports, clock, decide }: OlderInput) {
  /** The attempts that were found, by the ids of their calls: a repeat may come after the end. */
  const found = new Map<string, string>();
  const kept: Kept[] = [];

  const attemptOf = async (ids: readonly string[]): Promise<Attempt | null> => {
    const known = ids.flatMap((id) => found.get(id) ?? [])[0];
    const [campaign, attempt] = known?.split(' ') ?? [];
    return campaign !== undefined && attempt !== undefined
      ? ports.readAttempt({ campaign, attempt })
      : ports.findAttempt(ids);
  };

  const settle = async (
    { kind, params, ids }: Kept,
    request: Pick<WebhookRequest, 'log'>,
  ): Promise<Response | null> => {
    const attempt = await attemptOf(ids);
    if (!attempt) return null;
    for (const id of ids) found.set(id, `${attempt.campaign} ${attempt.id}`);
    for (const id of found.keys()) if (found.size > mostKept) found.delete(id);
    const query = new URLSearchParams({ attempt: attempt.id, campaign: attempt.campaign });
    const callback = callbacks.read({ kind, query, params });
    return callback && decide({ kind, callback, attempt, request });
  };

  const tryKept = async (request: Pick<WebhookRequest, 'log'>): Promise<void> => {
    for (const one of kept.splice(0)) {
      const isSettled = await settle(one, request).catch(() => null);
      if (isSettled === null) kept.push(one);
    }
  };

  return {
    async take(callback: Kept, request: WebhookRequest): Promise<Response> {
      const until = clock.now() + holdMs;
      for (;;) {
        const answer = await settle(callback, request);
        if (answer !== null) {
          await tryKept(request);
          return answer;
        }
        if (clock.now() >= until) break;
        await sleep({ clock, ms: pollMs });
      }
      kept.push(callback);
      if (kept.length > mostKept) kept.shift();
      request.log.warn({ kind: callback.kind }, 'a callback names a call that is not known yet; it is kept');
      return new Response(null, { status: 200 });
    },
  };
}
