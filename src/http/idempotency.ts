import { ZodError } from 'zod';
import { isRingmasterError, RingmasterError } from '../domain/errors.ts';
import type { Store } from '../persistence/contract.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Caller } from './caller.ts';
import { digestOf, keyOf } from './idempotency-key.ts';
import { limited } from './request-body.ts';

/** How long a reply is kept for repeats. */
export const keptForMs = 24 * 3_600_000;
const sweepEveryMs = 3_600_000;

/** Marks in the place of a status: it is being done, or it was refused and may be tried again. */
const marks = { doing: 102, free: 100 } as const;

type Asked = { request: Request; caller: Caller | null };

/**
 * Makes a POST under /v1 with an `Idempotency-Key` safe to repeat. Only success uses a key up: what was refused changed
 * nothing and may be tried again. Errors: `request.idempotency-key-invalid`, `request.idempotency-key-reused`, and
 * `request.outcome-unknown` for what must not be done twice and may have been done.
 */
export type Idempotency = {
  /** For a body that has been read. */
  whole: (
    input: Asked & { bytes: Uint8Array; once: boolean; respond: () => Promise<Response> },
  ) => Promise<Response>;
  /** For a body that is read as it comes in: a repeat is read to its end, to tell whether it is the same. */
  stream: (input: Asked & { respond: (request: Request) => Promise<Response> }) => Promise<Response>;
};

export function createIdempotency({ store, system }: { store: Store; system: SystemClock }): Idempotency {
  const underWay = new Map<string, Promise<unknown>>();
  let sweptAt = Number.NEGATIVE_INFINITY;

  const sweep = async (): Promise<void> => {
    if (system.monotonic() - sweptAt < sweepEveryMs) return;
    sweptAt = system.monotonic();
    await store.dropReplies(Math.floor(system.now() - keptForMs));
  };

  const put = (key: string, digest: string, status: number, body: string): Promise<void> =>
    store.putReply({ key, digest, status, body, at: Math.floor(system.now()) });

  /** What is known of a key: nothing, a mark, or a reply. */
  const known = async (key: string) => {
    const reply = await store.readReply(key);
    if (!reply || reply.status === marks.free || reply.at <= system.now() - keptForMs) return null;
    return reply;
  };

  /** One at a time per key; those who come meanwhile wait, and then find the reply. */
  const alone = async (key: string, work: () => Promise<Response>): Promise<Response> => {
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

  const keep = async (key: string, digest: string, response: Response): Promise<void> => {
    if (!response.ok) return;
    await put(key, digest, response.status, await response.clone().text());
    await sweep();
  };

  return {
    async whole({ request, caller, bytes, once, respond }) {
      const key = keyOf(request, caller);
      if (key === null) return respond();
      const digest = digestOf(request).update(bytes).digest('hex');
      return alone(key, async () => {
        const found = await known(key);
        if (found) return replay(found, digest);
        if (once) await put(key, digest, marks.doing, '');
        let response: Response;
        try {
          response = await respond();
        } catch (error) {
          if (once && changedNothing(error)) await put(key, digest, marks.free, '');
          throw error;
        }
        await keep(key, digest, response);
        return response;
      });
    },
    async stream({ request, caller, respond }) {
      const key = keyOf(request, caller);
      if (key === null || !request.body) return respond(request);
      const { body } = request;
      return alone(key, async () => {
        const hash = digestOf(request);
        const found = await known(key);
        if (found) {
          for await (const piece of limited({ request, limit: Number.POSITIVE_INFINITY })) hash.update(piece);
          return replay(found, hash.digest('hex'));
        }
        const hashing = new TransformStream<Uint8Array, Uint8Array>({
          transform(piece, controller) {
            hash.update(piece);
            controller.enqueue(piece);
          },
        });
        const taken = new Request(request.url, {
          method: request.method,
          headers: request.headers,
          body: body.pipeThrough(hashing),
          duplex: 'half',
        });
        const response = await respond(taken);
        await keep(key, hash.digest('hex'), response);
        return response;
      });
    },
  };
}

function replay(
  { digest, status, body }: { digest: string; status: number; body: string },
  ours: string,
): Response {
  if (digest !== ours) {
    throw new RingmasterError({
      code: 'request.idempotency-key-reused',
      family: 'invalid',
      message: 'This Idempotency-Key was used for another request.',
      hint: 'Use a new key for each new request, and the old one only to repeat it unchanged.',
    });
  }
  if (status === marks.doing) {
    throw new RingmasterError({
      code: 'request.outcome-unknown',
      family: 'conflict',
      message: 'A request with this key was begun, and nobody knows whether it was carried out.',
      hint: 'Look at the list (GET /v1/calls, or the contact) before you order it again with a new key.',
    });
  }
  const headers = { 'content-type': 'application/json', 'idempotency-replayed': 'true' };
  return new Response(body === '' ? null : body, { status, headers });
}

/** Refusals come before anything is done. */
function changedNothing(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  return isRingmasterError(error) && error.family !== 'fault' && error.family !== 'overloaded';
}
