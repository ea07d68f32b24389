import { createHash } from 'node:crypto';
import { RingmasterError } from '../../domain/errors.ts';
import type { Caller } from '../../domain/caller.ts';

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Returns the key of a write under /v1 or /plivo; null without one. It is a hash of the key and its caller. Throws
 * `request.idempotency-key-invalid`.
 */
export function keyOf(request: Request, caller: Caller | null): string | null {
  const key = request.headers.get('idempotency-key');
  if (key === null || !writing.has(request.method)) return null;
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith('/v1/') && !pathname.startsWith('/plivo/')) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new RingmasterError({
      code: 'request.idempotency-key-invalid',
      family: 'invalid',
      message: 'An Idempotency-Key must have 1 to 255 visible ASCII characters without spaces.',
      hint: 'Use a UUID, for example.',
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

/** Returns the key for the end of an upload, which is stored with the digest of its whole body. */
export function endOf(key: string): string {
  return `${key}.end`;
}
