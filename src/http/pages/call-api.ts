import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { CallApi } from '../../dashboard/contract.ts';
import type { Caller } from '../../domain/caller.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { AppEnv } from '../route.ts';

/**
 * Creates the function with which a page calls the API: with the rights of its viewer, and without the network. Rejects with
 * `request.dots-in-path` if a part of the path is `.` or `..`: the URL would be another one.
 */
export function createCallApi({
  app,
  viewer,
  requestId,
}: {
  app: Hono<AppEnv>;
  viewer: Caller;
  /** Of the request for the page, so that the log lines of both belong together. */
  requestId: string;
}): CallApi {
  return async ({ method = 'GET', path, json, body, idempotencyKey }) => {
    if (dots.test(path.replace(/\?.*/s, ''))) throw dotsInPath();
    const content = json === undefined ? body?.content : JSON.stringify(json);
    const type = json === undefined ? body?.type : 'application/json';
    const headers = new Headers({ 'x-request-id': requestId });
    if (type !== undefined) headers.set('content-type', type);
    // A form may send any text, and a header may not.
    if (idempotencyKey !== undefined) headers.set('idempotency-key', hashOf(idempotencyKey));
    const init = {
      method,
      headers,
      ...(content !== undefined && { body: content, duplex: 'half' as const }),
    };
    return app.fetch(new Request(`http://localhost${path}`, init), { viewer });
  };
}

/** A part of a path that a URL leaves out. */
const dots = /\/(\.|%2e){1,2}(\/|$)/i;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function dotsInPath(): RingmasterError {
  return new RingmasterError({
    code: 'request.dots-in-path',
    family: 'not-found',
    message: 'A name cannot be . or ..; nothing was done.',
  });
}
