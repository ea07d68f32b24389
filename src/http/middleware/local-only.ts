import type { MiddlewareHandler } from 'hono';
import { RingmasterError } from '../../domain/errors.ts';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Without keys the service trusts whoever reaches it on loopback. A browser there can be made to send requests by any
 * page: so requests must name a loopback host (a page that rebinds its DNS name does not, and neither does a tunnel
 * opened for webhooks) and must not come from another origin.
 */
export function localOnly({ isOpen }: { isOpen: (path: string) => boolean }): MiddlewareHandler {
  return async (context, next) => {
    if (!isOpen(context.req.path)) {
      const { hostname, host } = new URL(context.req.url);
      if (!loopback.has(hostname)) throw refused(`it came to ${hostname.slice(0, 80)}, not to localhost`);
      const origin = context.req.header('origin');
      if (origin !== undefined && hostOf(origin) !== host) throw refused('another web page sent it');
    }
    await next();
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function refused(why: string): RingmasterError {
  return new RingmasterError({
    code: 'auth.local-only',
    family: 'refused',
    message: `Without API keys only this machine itself is served: ${why}.`,
    hint: 'Set API keys to use the service from elsewhere.',
  });
}
