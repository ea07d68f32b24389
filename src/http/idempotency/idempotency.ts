import { ZodError } from 'zod';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { RequestKey, StoredRequest } from '../../domain/request-key.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { Caller } from '../caller.ts';
import { digestOf, endOf, keyOf } from './idempotency-key.ts';
import { limited } from '../requests/request-body.ts';

/** How long a key is kept for repeats. */
export const keptForMs = 24 * 3_600_000;
const sweepEveryMs = 3_600_000;
/** Requests forgotten in the course of another one: more than come meanwhile, few enough that it is not felt. */
const forgottenAtOnce = 100;

type Asked = { request: Request; caller: Caller | null };

/** The keys of a request whose body is read as it comes in. `end` is known once the body has been read to its end. */
export type StreamKeys = { begin: RequestKey; end: () => RequestKey };

/**
 * Makes a write under /v1 with an `Idempotency-Key` safe to repeat. The key is committed with the work, the answer is
 * stored afterwards: a repeat gets the stored answer. Where only the key is stored, the process died in between; the
 * route runs again, finds its work done, does what is left of it and answers. Only success uses a key up. Errors:
 * `request.idempotency-key-invalid`, `request.idempotency-key-reused`.
 */
export type Idempotency = {
  /** For a body that has been read. */
  whole: (
    input: Asked & {
      bytes: Uint8Array;
      /** The status of a reply without a body: a repeat whose work is done is answered with it at once. */
      bareStatus?: number | undefined;
      respond: (key: RequestKey | undefined) => Promise<Response>;
    },
  ) => Promise<Response>;
  /** For a body that is read as it comes in: a repeat is read to its end, to tell whether it is the same. */
  stream: (
    input: Asked & { respond: (request: Request, keys: StreamKeys | undefined) => Promise<Response> },
  ) => Promise<Response>;
};

export function createIdempotency({ store, system }: { store: Store; system: SystemClock }): Idempotency {
  const alone = createTurnstile();
  let sweptAt = Number.NEGATIVE_INFINITY;

  const now = (): number => Math.floor(system.now());

  const sweep = async (): Promise<void> => {
    if (system.monotonic() - sweptAt < sweepEveryMs) return;
    const more = await store.dropRequests({ before: now() - keptForMs, limit: forgottenAtOnce });
    if (!more) sweptAt = system.monotonic();
  };

  /** What is stored of a key. One that is too old is removed, so that the store takes it as new as well. */
  const known = async (key: string): Promise<StoredRequest | null> => {
    const found = await store.readRequest(key);
    if (!found || found.at > now() - keptForMs) return found;
    await store.removeRequest(key);
    return null;
  };

  const keep = async (request: RequestKey, response: Response): Promise<void> => {
    if (!response.ok) return;
    await store.putReply({ ...request, status: response.status, body: await response.clone().text() });
    await sweep();
  };

  /** A list that was refused may be mended and sent with the same key; one that broke off is continued. */
  const free = async (key: string, error: unknown): Promise<void> => {
    if (!isRefusal(error) || isRingmasterError(error, 'import.broken')) return;
    if (await store.readRequest(key)) await store.removeRequest(key);
  };

  return {
    async whole({ request, caller, bytes, bareStatus, respond }) {
      const key = keyOf(request, caller);
      if (key === null) return respond(undefined);
      const digest = digestOf(request).update(bytes).digest('hex');
      return alone(key, async () => {
        const found = await known(key);
        if (found) refuseOther(found, digest);
        if (found?.reply) return replay(found.reply);
        const named = { key, digest, at: now() };
        const isDone = found !== null && found.result !== null && bareStatus !== undefined;
        const response = isDone ? new Response(null, { status: bareStatus }) : await respond(named);
        await keep(named, response);
        return response;
      });
    },
    async stream({ request, caller, respond }) {
      const key = keyOf(request, caller);
      if (key === null || !request.body) return respond(request, undefined);
      return alone(key, async () => {
        const hash = digestOf(request);
        const begin = { key, digest: hash.copy().digest('hex'), at: now() };
        const end = (): RequestKey => ({ ...begin, key: endOf(key), digest: hash.copy().digest('hex') });
        const found = await known(key);
        const ended = found?.reply ? found : await known(endOf(key));
        if (ended) {
          for await (const piece of limited({ request, limit: Number.POSITIVE_INFINITY })) hash.update(piece);
          refuseOther(ended, hash.copy().digest('hex'));
          if (ended.reply) return replay(ended.reply);
        } else if (found) refuseOther(found, begin.digest);
        const taken = ended ? bodiless(request) : hashed(request, hash);
        try {
          const response = await respond(taken, { begin, end });
          await keep({ ...begin, digest: end().digest }, response);
          return response;
        } catch (error) {
          await free(key, error);
          throw error;
        }
      });
    },
  };
}

/** One at a time per key; others wait, and then find what is stored. */
function createTurnstile() {
  const underWay = new Map<string, Promise<unknown>>();
  return async (key: string, work: () => Promise<Response>): Promise<Response> => {
    for (let other = underWay.get(key); other; other = underWay.get(key)) await other;
    const doing = work();
    underWay.set(
      key,
      doing.then(
        () => undefined,
        () => undefined,
      ),
    );
    try {
      return await doing;
    } finally {
      underWay.delete(key);
    }
  };
}

function bodiless({ url, method, headers }: Request): Request {
  return new Request(url, { method, headers });
}

/** The same request, whose body goes through the hash as it is read. */
function hashed({ url, method, headers, body }: Request, hash: ReturnType<typeof digestOf>): Request {
  const hashing = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      hash.update(piece);
      controller.enqueue(piece);
    },
  });
  return new Request(url, { method, headers, body: body?.pipeThrough(hashing) ?? null, duplex: 'half' });
}

function replay({ status, body }: { status: number; body: string }): Response {
  const replayed = { 'idempotency-replayed': 'true' };
  if (body === '') return new Response(null, { status, headers: replayed });
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(body, { status, headers: { ...replayed, 'content-type': type } });
}

function refuseOther(found: StoredRequest, digest: string): void {
  if (found.digest === digest) return;
  throw new RingmasterError({
    code: 'request.idempotency-key-reused',
    family: 'invalid',
    message: 'This Idempotency-Key was used for another request.',
    hint: 'Use a new key for each new request, and the old one only to repeat it unchanged.',
  });
}

/** Refusals are mistakes of the caller; anything else says nothing about what was done. */
function isRefusal(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  return isRingmasterError(error) && error.family !== 'fault' && error.family !== 'overloaded';
}
