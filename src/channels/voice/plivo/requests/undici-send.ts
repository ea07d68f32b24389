import { Agent, type Dispatcher } from 'undici';
import type { Clock } from '../../../../platform/clock.ts';
import { describeError, type HttpConnections, type HttpReply, type HttpRequest } from './http-send.ts';

/** The maximum length of an answer; a list of 50,000 live calls is 2 MB. */
const longestAnswer = 8_000_000;

/**
 * The production sender: undici on keep-alive HTTP/1.1 connections with one request each at a time, without its
 * retry and redirect interceptors. undici calls `onRequestStart` synchronously right before it writes to a connected
 * socket (lib/dispatcher/client-h1.js, writeH1); aborting there writes nothing. Its documentation allows it to call
 * `onRequestStart` again when it retries a request: the second call is aborted, so a request is never written twice.
 */
export function createUndiciSend({
  clock,
  connections = 64,
  connectTimeoutMs = 5_000,
}: {
  /** The system clock. */
  clock: Clock;
  connections?: number;
  connectTimeoutMs?: number;
}): HttpConnections {
  const agent = new Agent({
    connections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: connectTimeoutMs },
  });
  return {
    send: (request) => new Promise((resolve) => exchange({ agent, clock, request, resolve })),
    close: () => agent.close(),
  };
}

type Exchange = {
  agent: Agent;
  clock: Clock;
  request: HttpRequest;
  resolve: (reply: HttpReply) => void;
};

function exchange({ agent, clock, request, resolve }: Exchange): void {
  let settled = false;
  let written = false;
  let connection: Dispatcher.DispatchController | null = null;
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  const chunks: Buffer[] = [];
  let size = 0;

  const settle = (reply: HttpReply): void => {
    if (settled) return;
    settled = true;
    cancelTimeout();
    resolve(reply);
  };
  const fail = (detail: string): void => settle({ kind: written ? 'lost' : 'unsent', detail });
  const cancelTimeout = clock.at(clock.now() + request.timeoutMs, () => {
    fail(`no answer within ${request.timeoutMs} ms`);
    connection?.abort(new Error('timed out'));
  });

  agent.dispatch(toOptions(request), {
    onRequestStart(controller) {
      if (settled || written) return controller.abort(new Error('given up'));
      if (request.beforeWrite && !request.beforeWrite()) {
        settle({ kind: 'unsent', detail: 'not allowed to send any more', vetoed: true });
        return controller.abort(new Error('vetoed'));
      }
      written = true;
      connection = controller;
    },
    onResponseStart(_controller, statusCode, received) {
      status = statusCode;
      headers = flatten(received);
    },
    onResponseData(controller, chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > longestAnswer) controller.abort(new Error('the answer is too long'));
    },
    onResponseEnd() {
      settle({ kind: 'answer', status, headers, body: Buffer.concat(chunks).toString('utf8') });
    },
    onResponseError(_controller, error) {
      fail(describeError(error));
    },
  });
}

function toOptions({ method, url, headers, body }: HttpRequest): Agent.DispatchOptions {
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname + search, method, headers: { ...headers }, body };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]);
  return Object.fromEntries(entries) as Record<string, string>;
}
