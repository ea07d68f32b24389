import { beforeEach, expect, test } from 'vitest';
import { keyOf } from '../../support/builders/api-keys.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const ops = keyOf('ops', 'admin', '*');
const acme = keyOf('acme', 'operator', 'acme');

let service: TestService;
beforeEach(async () => {
  service = await startService({ apiKeys: [ops, acme] });
});

const as = ({ secret }: { secret: string }) => ({ authorization: `Bearer ${secret}` });
const read = (path: string, who = ops) => service.send('GET', `/v1/clients/${path}`, undefined, as(who));

async function change(): Promise<void> {
  await service.send('PUT', '/v1/clients/acme', { timezone: 'America/New_York' }, as(ops));
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile(), as(acme));
  await service.send('DELETE', `/v1/campaigns/${String(body['id'])}`, undefined, as(acme));
  await service.send('POST', '/v1/suppressions', { address: '+12025550147', reason: 'asked' }, as(acme));
  await service.send('DELETE', '/v1/suppressions/%2B12025550147', undefined, as(acme));
  await service.send('POST', '/v1/clients/acme/pause', { reason: 'fire' }, as(acme));
  await service.send('POST', '/v1/resume', {}, as(ops));
}

test('the log of a client says what was removed, changed and stopped, and who did it', async () => {
  await change();
  expect((await read('acme/log')).body).toMatchObject({
    items: [
      { seq: 1, by: 'key:ops', type: 'settings.changed', data: { before: null } },
      { seq: 2, by: 'key:acme', type: 'draft.removed', data: { name: 'spring-checkup' } },
      {
        seq: 3,
        at: '2027-03-01T15:00:00Z',
        by: 'key:acme',
        type: 'suppression.removed',
        data: { address: '+12025550147', reason: 'asked' },
      },
      { seq: 4, type: 'stop.ordered', data: { reason: 'fire' } },
    ],
    next: null,
  });
  expect((await read('*/log')).body).toEqual({ items: [], next: null });
});

test('it is read page by page, or from the end', async () => {
  await change();
  const { body } = await read('acme/log?limit=3');
  expect(body).toMatchObject({ items: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], next: '3' });
  expect((await read('acme/log?limit=3&after=3')).body).toMatchObject({ items: [{ seq: 4 }], next: null });
  expect((await read('acme/log?last=2')).body).toMatchObject({ items: [{ seq: 3 }, { seq: 4 }] });
});

test('its verification names the first event that was changed or is missing', async () => {
  await change();
  expect((await read('acme/log/verification')).body).toEqual({
    client: 'acme',
    ok: true,
    events: 4,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
    broken: null,
  });
  expect((await read('contoso/log/verification')).body).toMatchObject({ ok: true, events: 0, head: null });
});

test('a key for one client sees no other log, and not the one of all clients', async () => {
  expect((await read('acme/log', acme)).status).toBe(200);
  expect((await read('contoso/log', acme)).status).toBe(404);
  expect((await read('*/log', acme)).status).toBe(403);
  expect((await read('*/log/verification', acme)).status).toBe(403);
});
