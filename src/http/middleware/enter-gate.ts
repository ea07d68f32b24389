import type { MiddlewareHandler } from 'hono';
import { pageViewer } from '../in-process.ts';
import type { AppEnv } from '../route.ts';
import type { RequestGate } from './request-gate.ts';

/** Routes that say how the instance is. They are answered until the port is closed. */
const healthRoutes: ReadonlySet<string> = new Set(['/livez', '/healthz', '/readyz']);

/**
 * Creates the middleware that lets requests through the gate of an instance. The calls that a page makes in process
 * belong to its request, which is inside already. While the instance stops, each answer asks for the end of its
 * connection, so that the next request of a client goes to another instance.
 */
export function enterGate({
  gate,
  stopping,
}: {
  gate: RequestGate;
  stopping: AbortSignal;
}): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const { path } = context.req;
    if (pageViewer(context) !== null || healthRoutes.has(path)) await next();
    else await gate.enter(next);
    if (stopping.aborted && context.req.header('upgrade') === undefined)
      context.header('connection', 'close');
  };
}
