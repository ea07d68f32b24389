import type { Hono } from 'hono';
import type { CallApi } from '../../dashboard/contract.ts';
import type { Caller } from '../../domain/caller.ts';
import type { AppEnv } from '../route.ts';

/** Creates the function with which a page calls the API: with the rights of its viewer, and without the network. */
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
    const content = json === undefined ? body?.content : JSON.stringify(json);
    const type = json === undefined ? body?.type : 'application/json';
    const headers = new Headers({ 'x-request-id': requestId });
    if (type !== undefined) headers.set('content-type', type);
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    const init = {
      method,
      headers,
      ...(content !== undefined && { body: content, duplex: 'half' as const }),
    };
    return app.fetch(new Request(`http://localhost${path}`, init), { viewer });
  };
}
