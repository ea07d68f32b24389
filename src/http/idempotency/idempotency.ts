import { ZodError } from 'zod';
import { defaultPeriods, retentionPeriods } from '../../domain/campaign/retention-periods.ts';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { RequestKey, StoredRequest } from '../../domain/request-key.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Caller } from '../../domain/caller.ts';
import { digestOf, endOf, keyOf } from './idempotency-key.ts';
import { limited } from '../requests/request-body.ts';

type Asked = { request: Request; caller: Caller | null };

/** The keys of a request with a streamed body. `end` may be called after the whole body has been read. */
export type StreamKeys = { begin: RequestKey; end: () => RequestKey };

/**
 * Makes a write under /v1 with an `Idempotency-Key` safe to repeat. The key is committed together with the work, and
 * the answer is stored afterwards. A repeat returns the stored answer. If only the key is stored, the process died in
 * between: the route runs again, finds its work done, completes it and answers. Only a success uses a key. Throws
 * `request.idempotency-key-invalid` and `request.idempotency-key-reused`.
 */
export type Idempotency = {
  /** For a body that was read completely. */
  whole: (
    input: Asked & {
      bytes: Uint8Array;
      /** The status of a reply without a body. A repeat whose work is done is answered with it at once. */
      bareStatus?: number | undefined;
      respond: (key: RequestKey | undefined) => Promise<Response>;
    },
  ) => Promise<Response>;
  /** For a streamed body. The body of a repeat is read completely, to check that it is the same. */
  stream: (
    input: Asked & { respond: (request: Request, keys: StreamKeys | undefined) => Promise<Response> },
  ) => Promise<Response>;
};

type Parts = { store: Store; clocks: Pick<Clocks, 'store'> };

export function createIdempotency({ store, clocks }: Parts): Idempotency {
  const withLock = createKeyLock();

  const now = (): number => Math.floor(clocks.store.now());

  const periodOf = async (client: string | null): Promise<number> => {
    const record = client === null ? null : await store.readClient(client);
    return record ? retentionPeriods(record.settings).keys : defaultPeriods.keys;
  };

  /** Returns what is stored under a key. An old key is removed, so that the store accepts it as new. */
  const readStored = async (key: string): Promise<StoredRequest | null> => {
    const found = await store.readRequest(key);
    if (!found || found.at > now() - (await periodOf(found.client))) return found;
    await store.removeRequest(key);
    return null;
  };

  const storeReply = async (
    { client, ...request }: RequestKey & { client: string | null },
    response: Response,
  ): Promise<void> => {
    if (!response.ok) return;
    const body = await response.clone().text();
    await store.putReply({ ...request, client, status: response.status, body });
  };

  /**
   * Removes the key of a refused list, so that a corrected list may use it. An interrupted list keeps its key,
   * because it is continued.
   */
  const releaseKey = async (key: string, error: unknown): Promise<void> => {
    if (!isRefusal(error) || isRingmasterError(error, 'import.broken')) return;
    if (await store.readRequest(key)) await store.removeRequest(key);
  };

  return {
    async whole({ request, caller, bytes, bareStatus, respond }) {
      const key = keyOf(request, caller);
      if (key === null) return respond(undefined);
      const digest = digestOf(request).update(bytes).digest('hex');
      return withLock(key, async () => {
        const found = await readStored(key);
        if (found) refuseOther(found, digest);
        if (found?.reply) return replay(found.reply);
        const named = { key, digest, at: now() };
        const isDone = found !== null && found.result !== null && bareStatus !== undefined;
        const response = isDone ? new Response(null, { status: bareStatus }) : await respond(named);
        await storeReply({ ...named, client: caller?.client ?? null }, response);
        return response;
      });
    },
    async stream({ request, caller, respond }) {
      const key = keyOf(request, caller);
      if (key === null || !request.body) return respond(request, undefined);
      return withLock(key, async () => {
        const hash = digestOf(request);
        const begin = { key, digest: hash.copy().digest('hex'), at: now() };
        const end = (): RequestKey => ({ ...begin, key: endOf(key), digest: hash.copy().digest('hex') });
        const found = await readStored(key);
        const ended = found?.reply ? found : await readStored(endOf(key));
        if (ended) {
          for await (const piece of limited({ request, limit: Number.POSITIVE_INFINITY })) hash.update(piece);
          refuseOther(ended, hash.copy().digest('hex'));
          if (ended.reply) return replay(ended.reply);
        } else if (found) refuseOther(found, begin.digest);
        const taken = ended ? bodiless(request) : hashed(request, hash);
        try {
          const response = await respond(taken, { begin, end });
          await storeReply({ ...begin, digest: end().digest, client: caller?.client ?? null }, response);
          return response;
        } catch (error) {
          await releaseKey(key, error);
          throw error;
        }
      });
    },
  };
}

/** Creates a lock per key. Requests with the same key run one after the other. */
function createKeyLock() {
  const running = new Map<string, Promise<unknown>>();
  return async (key: string, work: () => Promise<Response>): Promise<Response> => {
    for (let other = running.get(key); other; other = running.get(key)) await other;
    const current = work();
    running.set(
      key,
      current.then(
        () => undefined,
        () => undefined,
      ),
    );
    try {
      return await current;
    } finally {
      running.delete(key);
    }
  };
}

function bodiless({ url, method, headers }: Request): Request {
  return new Request(url, { method, headers });
}

/** Returns the request with a body that is hashed while it is read. */
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
    hint: 'Use a new key for each new request, and the same key only for an unchanged repeat.',
  });
}

/** Whether an error is a mistake of the caller. Other errors do not show whether the work was done. */
function isRefusal(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  return isRingmasterError(error) && error.family !== 'fault' && error.family !== 'overloaded';
}
