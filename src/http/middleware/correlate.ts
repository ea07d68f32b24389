import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { SystemClock } from '../../platform/clock.ts';
import { failSpan } from '../../platform/tracing/tracing.ts';
import type { Span, Tracing } from '../../platform/tracing/tracing.ts';
import { methodLabel } from '../metrics/http-metrics.ts';
import type { HttpMetrics } from '../metrics/http-metrics.ts';
import type { AppContext, AppEnv } from '../route.ts';
import { pageViewer } from '../in-process.ts';

/** Routes that monitors request every few seconds, and files of pages. They have no span. */
const quietRoutes: ReadonlySet<string> = new Set([
  '/healthz',
  '/livez',
  '/readyz',
  '/metrics',
  '/ui/assets/:version/:name{.+}',
]);

const firstServerError = 500;

const usable = /^[\w.:-]{1,100}$/;

/**
 * Creates the middleware that assigns an id to every request (`x-request-id`; a valid one of the caller is kept) and
 * a logger with this id, and logs the answer, as a warning if the service failed. Paths are logged as patterns,
 * because a path may contain a phone number. With tracing each request has a span, and its log lines have the id of the
 * trace.
 */
export function correlate({
  log,
  system,
  newRequestId,
  metrics,
  tracing,
}: {
  log: Logger;
  system: SystemClock;
  newRequestId: () => string;
  metrics: HttpMetrics;
  tracing: Tracing | null;
}): MiddlewareHandler<AppEnv> {
  const handle = async (context: AppContext, next: () => Promise<void>, span?: Span): Promise<void> => {
    // The router calls this twice for a path that is itself a pattern, such as `/*`.
    if ((context.get('requestId') as string | undefined) !== undefined) return next();
    const given = context.req.header('x-request-id');
    const requestId = given !== undefined && usable.test(given) ? given : newRequestId();
    const child = log.child({ requestId, ...(span && { traceId: span.spanContext().traceId }) });
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
    // A page makes several calls in process, and has a line of its own.
    const isQuiet = quietRoutes.has(route) || pageViewer(context) !== null;
    const level = status >= firstServerError ? 'warn' : isQuiet ? 'debug' : 'info';
    child[level]({ method, route, status, ms, by: context.get('caller')?.by }, 'answered');
  };
  if (!tracing) return handle;
  return (context, next) => {
    if (quietRoutes.has(context.req.path)) return handle(context, next);
    const origin = { headers: context.req.raw.headers };
    return tracing.inSpan({ name: 'request', kind: 'server', origin }, async (span) => {
      await handle(context, next, span);
      describeRequest(span, context);
    });
  };
}

/** Names the span after the pattern of the path. */
function describeRequest(span: Span, context: AppContext): void {
  const method = methodLabel(context.req.method);
  const route = context.get('route');
  const { status } = context.res;
  span.updateName(`${method} ${route}`);
  span.setAttributes({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
  });
  if (status >= firstServerError) failSpan(span, String(status));
}
