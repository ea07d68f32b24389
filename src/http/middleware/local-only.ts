import type { Context, MiddlewareHandler } from 'hono';
import { RingmasterError } from '../../domain/errors.ts';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Creates the middleware for a service without keys, which trusts every caller on loopback. See `checkLocal`.
 */
export function localOnly({ isOpen }: { isOpen: (path: string) => boolean }): MiddlewareHandler {
  return async (context, next) => {
    if (!isOpen(context.req.path)) checkLocal(context);
    await next();
  };
}

/**
 * Any web page can make a local browser send requests. So a request must name a loopback host (a page with a rebound
 * DNS name does not, and a tunnel for webhooks does not) and must not come from another origin. Throws
 * `auth.local-only`.
 */
export function checkLocal({ req }: Pick<Context, 'req'>): void {
  const outside = outsideReason(req.raw);
  if (outside !== null) throw refused(outside);
}

/** Returns why a request may come from outside; null if it names a loopback host and comes from no other origin. */
export function outsideReason({ url, headers }: Pick<Request, 'url' | 'headers'>): string | null {
  const { hostname, host } = new URL(url);
  if (!loopback.has(hostname)) return `the request was sent to ${hostname.slice(0, 80)}, not to localhost`;
  const origin = headers.get('origin');
  return origin !== null && hostOf(origin) !== host ? 'a page of another origin sent the request' : null;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function refused(why: string): RingmasterError {
  return new RingmasterError({
    code: 'auth.local-only',
    family: 'refused',
    message: `Without API keys only requests from this machine are answered: ${why}.`,
    hint: 'Set API_KEYS to use the service from other machines.',
  });
}
