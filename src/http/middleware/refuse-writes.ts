import type { MiddlewareHandler } from 'hono';
import type { RingmasterError } from '../../domain/errors.ts';
import type { AppEnv } from '../route.ts';

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Creates the middleware that throws the error of `refusal`, if there is one, for requests that may write. Open routes are
 * handled: a provider needs the answer to its callback. So are routes that only read, whatever their method.
 */
export function refuseWrites({
  refusal,
  isOpen,
  isReading,
}: {
  refusal: () => RingmasterError | null;
  isOpen: (path: string) => boolean;
  isReading: (path: string) => boolean;
}): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const { method, path } = context.req;
    const isHandled = readingMethods.has(method) || isOpen(path) || isReading(path);
    const refused = isHandled ? null : refusal();
    if (refused) throw refused;
    await next();
  };
}
