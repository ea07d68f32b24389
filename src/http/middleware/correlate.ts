import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { SystemClock } from '../../platform/clock.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import type { AppEnv } from '../route.ts';

/** Asked every few seconds by machines. */
const quietRoutes: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const serverTrouble = 500;

const usable = /^[\w.:-]{1,100}$/;

/**
 * Gives every request an id (`x-request-id`, taken over from the caller if it is usable), a log that carries it, and a
 * line when it is answered, a warning if the trouble is ours. Paths are logged as patterns: a path may hold a phone number.
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
    const level = quietRoutes.has(route) ? 'debug' : status >= serverTrouble ? 'warn' : 'info';
    child[level]({ method, route, status, ms, by: context.get('caller')?.by }, 'answered');
  };
}
