import type { Clock } from '../../../../platform/clock.ts';
import { describeError, type HttpReply, type HttpRequest, type HttpSend } from './http-send.ts';

/**
 * A sender that passes requests to a function in the same process: connects service and simulator without sockets. A
 * rejection counts as `lost`, unless the error has `unsent: true`.
 */
export function createFetchSend({
  fetch,
  clock,
}: {
  fetch: (request: Request) => Promise<Response>;
  /** The system clock, for timeouts. */
  clock: Clock;
}): HttpSend {
  return (request) =>
    new Promise((resolve) => {
      const outgoing = toRequest(request);
      const cancelTimeout = clock.at(clock.now() + request.timeoutMs, () => {
        resolve({ kind: 'lost', detail: `no answer within ${request.timeoutMs} ms` });
      });
      const settle = (reply: HttpReply): void => {
        cancelTimeout();
        resolve(reply);
      };
      if (request.beforeWrite && !request.beforeWrite()) {
        return settle({ kind: 'unsent', detail: 'not allowed to send any more', vetoed: true });
      }
      exchange(fetch, outgoing).then(settle, (error: unknown) => settle(toFailure(error)));
    });
}

async function exchange(
  fetch: (request: Request) => Promise<Response>,
  request: Request,
): Promise<HttpReply> {
  const response = await fetch(request);
  const headers = Object.fromEntries(response.headers.entries());
  return { kind: 'answer', status: response.status, headers, body: await response.text() };
}

function toRequest({ method, url, headers, body }: HttpRequest): Request {
  return new Request(url, { method, headers: { ...headers }, body });
}

function toFailure(error: unknown): HttpReply {
  const unsent = error instanceof Error && 'unsent' in error && error.unsent === true;
  return { kind: unsent ? 'unsent' : 'lost', detail: describeError(error) };
}
