import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { RingmasterError } from '../../domain/errors.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { localCaller } from '../caller.ts';
import type { ApiKey, Caller } from '../caller.ts';
import type { AppEnv } from '../route.ts';

/**
 * Creates the middleware that identifies the caller by the key (`Authorization: Bearer …` or `X-Api-Key: …`). A
 * request without a valid key to a path that is not open throws `auth.key-required`, even if the path does not exist.
 * Without configured keys every caller is the local administrator.
 */
export function authenticate({
  apiKeys,
  isOpen,
}: {
  apiKeys: readonly ApiKey[];
  isOpen: (path: string) => boolean;
}): MiddlewareHandler<AppEnv> {
  const find = createKeyring(apiKeys);
  return async (context, next) => {
    const caller = apiKeys.length === 0 ? localCaller : find(secretOf(context.req.raw.headers));
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

/**
 * Creates the lookup of keys. It compares with every key in constant time, so that the time shows nothing about the
 * keys.
 */
function createKeyring(apiKeys: readonly ApiKey[]): (secret: string | null) => Caller | null {
  const keys = apiKeys.map((key) => ({
    digest: Buffer.from(key.hash, 'hex'),
    caller: { by: `key:${key.id}`, role: key.role, client: key.client === everyClient ? null : key.client },
  }));
  return (secret) => {
    if (secret === null) return null;
    const digest = createHash('sha256').update(secret).digest();
    let found: Caller | null = null;
    for (const key of keys) {
      if (key.digest.length === digest.length && timingSafeEqual(key.digest, digest)) found = key.caller;
    }
    return found;
  };
}
