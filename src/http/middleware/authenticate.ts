import type { MiddlewareHandler } from 'hono';
import { RingmasterError } from '../../domain/errors.ts';
import { localCaller } from '../caller.ts';
import type { Keyring } from '../keyring.ts';
import type { AppEnv } from '../route.ts';
import { pageViewer } from '../in-process.ts';

/**
 * Creates the middleware that identifies the caller by the key (`Authorization: Bearer …` or `X-Api-Key: …`). A
 * request without a valid key to a path that is not open throws `auth.key-required`, even if the path does not exist.
 * Without configured keys every caller is the local administrator. A page calls the API in process as its viewer.
 */
export function authenticate({
  keyring,
  isOpen,
}: {
  /** Null without configured keys. */
  keyring: Keyring | null;
  isOpen: (path: string) => boolean;
}): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const caller =
      pageViewer(context) ?? (keyring ? keyring.find(secretOf(context.req.raw.headers)) : localCaller);
    if (!caller && !isOpen(context.req.path)) {
      throw new RingmasterError({
        code: 'auth.key-required',
        family: 'refused',
        message: 'This request requires a valid API key.',
        hint: 'Send it as Authorization: Bearer <key>, or as X-Api-Key: <key>.',
      });
    }
    context.set('caller', caller);
    await next();
  };
}

function secretOf(headers: Headers): string | null {
  const bearer = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return bearer ?? headers.get('x-api-key');
}
