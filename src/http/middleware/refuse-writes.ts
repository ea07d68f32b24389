import type { MiddlewareHandler } from 'hono';
import type { RingmasterError } from '../../domain/errors.ts';
import type { AppEnv } from '../route.ts';

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Creates the middleware that throws the error of `refusal`, if there is one, for requests that may write. Open routes are
 * handled: a provider needs the answer to its callback.
 */
export function refuseWrites({
  refusal,
  isOpen,
}: {
  refusal: () => RingmasterError | null;
  isOpen: (path: string) => boolean;
}): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const { method, path } = context.req;
    const refused = readingMethods.has(method) || isOpen(path) ? null : refusal();
    if (refused) throw refused;
    await next();
  };
}
