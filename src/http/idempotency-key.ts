import { createHash } from 'node:crypto';
import { RingmasterError } from '../domain/errors.ts';
import type { Caller } from './caller.ts';

/** Keys are kept as a hash: they may be long, and belong to whoever sent them. */
export function keyOf(request: Request, caller: Caller | null): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || request.method !== 'POST' || !new URL(request.url).pathname.startsWith('/v1/'))
    return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new RingmasterError({
      code: 'request.idempotency-key-invalid',
      family: 'invalid',
      message: 'An Idempotency-Key is 1 to 255 visible ASCII characters without spaces.',
      hint: 'A UUID is a good one.',
    });
  }
  return createHash('sha256')
    .update(JSON.stringify([caller?.by ?? '', caller?.client ?? '', key]))
    .digest('hex');
}

export function digestOf({ method, url }: Request) {
  const { pathname, search } = new URL(url);
  return createHash('sha256').update(`${method} ${pathname}${search}\n`);
}
