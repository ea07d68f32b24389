import type { MiddlewareHandler } from 'hono';

/** Nothing of ours is to be framed, sniffed, cached or allowed to run scripts, unless a page says otherwise itself. */
const defaults: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Security headers on every answer. */
export function harden({ isCarrierSimulated }: { isCarrierSimulated: boolean }): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(defaults)) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
    if (isCarrierSimulated) context.header('x-ringmaster-carrier', 'simulator');
  };
}
