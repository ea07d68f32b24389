import { beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../../support/builders/api-keys.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const one = keyOf('one', 'viewer', '*');
const other = keyOf('other', 'viewer', '*');
const perSecond = 2;
/** The number of requests at once after a quiet time: those of ten seconds. */
const burst = 20;

let service: TestService;
const get = (key: { secret: string } | null, path = '/v1/service') =>
  service.send('GET', path, undefined, key ? { 'x-api-key': key.secret } : {});
const statuses = async (count: number, key: { secret: string } | null, path?: string): Promise<number[]> => {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await get(key, path)).status);
  return seen;
};
const all = (count: number, status: number): number[] => Array.from({ length: count }, () => status);

describe('a key that sends too many requests', () => {
  beforeEach(async () => {
    service = await startService({
      apiKeys: [one, other],
      httpLimits: { requestsPerSecond: perSecond },
    });
  });

  test('is told to wait, and for how long', async () => {
    expect(await statuses(burst, one)).toEqual(all(burst, 200));
    const refused = await get(one);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body).toMatchObject({ code: 'request.too-many', status: 429, retryAfterSeconds: 1 });
    await service.pass(1_000);
    expect(await statuses(perSecond + 1, one)).toEqual([...all(perSecond, 200), 429]);
  });

  test('may send the same number at once again after a quiet time, and no more', async () => {
    await statuses(burst, one);
    await service.pass(3_600_000);
    expect(await statuses(burst + 1, one)).toEqual([...all(burst, 200), 429]);
  });

  test('does not affect the other keys', async () => {
    await statuses(burst + 1, one);
    expect((await get(other)).status).toBe(200);
  });

  test('can still read health, and the callbacks of the carrier are answered', async () => {
    await statuses(burst + 1, one);
    for (const path of ['/healthz', '/readyz']) expect(await statuses(3, one, path)).toEqual(all(3, 200));
    const callback = await service.send('POST', '/webhooks/plivo/hangup', 'CallUUID=x', {
      'x-api-key': one.secret,
    });
    expect(callback.status).toBe(403);
  });

  test('changes nothing with a refused request', async () => {
    const admin = keyOf('root', 'admin', '*');
    service = await startService({
      apiKeys: [admin],
      httpLimits: { requestsPerSecond: perSecond },
    });
    await statuses(burst, admin);
    const key = { 'x-api-key': admin.secret, 'idempotency-key': 'once' };
    const order = { client: 'north', address: '+12125550114', reason: 'asked us to' };
    expect((await service.send('POST', '/v1/suppressions', order, key)).status).toBe(429);
    await service.pass(1_000);
    expect((await get(admin, '/v1/suppressions')).body).toMatchObject({ items: [] });
    expect((await service.send('POST', '/v1/suppressions', order, key)).status).toBeLessThan(300);
  });

  test('can always stop everything or a client, and lift the stop', async () => {
    const admin = keyOf('root', 'admin', '*');
    service = await startService({
      apiKeys: [admin],
      httpLimits: { requestsPerSecond: perSecond },
    });
    const key = { 'x-api-key': admin.secret };
    await statuses(burst + 5, admin);
    for (const path of ['/v1/pause', '/v1/resume', '/v1/clients/north/pause', '/v1/clients/north/resume']) {
      expect((await service.send('POST', path, {}, key)).body).toMatchObject({ changed: true });
    }
    const ordinary = ['/v1/campaigns/spring/pause', '/v1/campaigns/pause', '/v1/clients/north/pause/more'];
    for (const path of ordinary) expect((await service.send('POST', path, {}, key)).status).toBe(429);
  });
});

describe('no limit', () => {
  test.each([
    ['holds where it is switched off', [one], 0],
    ['holds on a machine of its own without keys', [], 1],
  ])('%s', async (_where, apiKeys, requestsPerSecond) => {
    service = await startService({ apiKeys, httpLimits: { requestsPerSecond } });
    expect(await statuses(30, one)).toEqual(all(30, 200));
  });
});
