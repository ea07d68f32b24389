import type { MiddlewareHandler } from 'hono';

/** Answers must not be framed, sniffed or cached, and must not run scripts, unless a page sets its own headers. */
const defaults: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Creates the middleware that adds security headers to every answer. */
export function harden({ isCarrierSimulated }: { isCarrierSimulated: boolean }): MiddlewareHandler {
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(defaults)) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
    if (isCarrierSimulated) context.header('x-ringmaster-carrier', 'simulator');
  };
}
