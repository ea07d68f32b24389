import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { SystemClock } from '../../platform/clock.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import type { AppEnv } from '../route.ts';

/** Routes that monitors request every few seconds. */
const quietRoutes: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz', '/metrics']);

const firstServerError = 500;

const usable = /^[\w.:-]{1,100}$/;

/**
 * Creates the middleware that assigns an id to every request (`x-request-id`; a valid one of the caller is kept) and
 * a logger with this id, and logs the answer, as a warning if the service failed. Paths are logged as patterns,
 * because a path may contain a phone number.
 */
export function correlate({
  log,
  system,
  newRequestId,
  metrics,
}: {
  log: Logger;
  system: SystemClock;
  newRequestId: () => string;
  metrics: HttpMetrics;
}): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const given = context.req.header('x-request-id');
    const requestId = given !== undefined && usable.test(given) ? given : newRequestId();
    const child = log.child({ requestId });
    const startedAt = system.monotonic();
    context.set('requestId', requestId);
    context.set('log', child);
    context.set('route', 'unknown');
    context.set('caller', null);
    await next();
    context.header('x-request-id', requestId);
    const ms = Math.round(system.monotonic() - startedAt);
    const { method } = context.req;
    const { status } = context.res;
    const route = context.get('route');
    metrics.answered({ method, route, status, ms });
    const level = quietRoutes.has(route) ? 'debug' : status >= firstServerError ? 'warn' : 'info';
    child[level]({ method, route, status, ms, by: context.get('caller')?.by }, 'answered');
  };
}
