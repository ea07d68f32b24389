import { broken } from '../oracle/broken.ts';
import type { Stage } from './happen.ts';
import { StoreAway } from './operator.ts';

/** Who asks sits at the machine itself, so that no API key is needed. */
const url = 'http://localhost';

export type KeyedRequest = {
  key: string;
  method: 'POST' | 'DELETE';
  path: string;
  body?: unknown;
};

/** Sends a request with its key to one process after another until it is answered, by success or refusal. */
export async function insistOn(
  { operator, world, storeFaults }: Stage,
  { key, method, path, body }: KeyedRequest,
): Promise<{ status: number; body: string }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const isAway = (): boolean => storeFaults.until > world.time.clocks.business.now();
  let answer = { status: 0, body: '' };
  await operator.insist(async (life) => {
    const request = new Request(`${url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const wasAway = isAway();
    const response = await world.request(life, request).catch((error: unknown) => {
      if (life.fuse.isBlown()) throw new StoreAway();
      throw error;
    });
    const text = await response.text();
    if (response.status === 500 && !wasAway && !isAway())
      broken(`request: ${key} is answered with 500 although the store is there: ${text}`);
    if (response.status >= 500) throw new StoreAway();
    answer = { status: response.status, body: text };
  });
  return answer;
}
