import { createHash } from 'node:crypto';
import type { ApiKey } from '../../../src/http/index.ts';

/** An API key and its secret. */
export function keyOf(id: string, role: ApiKey['role'], client: string): ApiKey & { secret: string } {
  const secret = `secret-of-${id}`;
  return { id, role, client, secret, hash: createHash('sha256').update(secret).digest('hex') };
}
