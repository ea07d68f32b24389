import { expect, test } from 'vitest';
import { startService } from '../../support/service/start-service.ts';

const path = '/v1/clients/northwind/alert-webhook';
const url = 'https://hooks.example.com/ringmaster';
const secret = 'a-secret-of-the-tests';

test('the webhook of a client is set, read without its secret, and removed', async () => {
  const service = await startService();
  expect(await service.send('GET', path)).toMatchObject({
    status: 404,
    body: { code: 'alert-webhook.not-found' },
  });
  const set = await service.send('PUT', path, { url, secret });
  expect(set).toMatchObject({ status: 200, body: { client: 'northwind', url } });
  expect(set.text).not.toContain(secret);
  const read = await service.send('GET', path);
  expect(read).toMatchObject({ status: 200, body: { client: 'northwind', url } });
  expect(read.text).not.toContain(secret);
  expect((await service.send('DELETE', path)).status).toBe(204);
  expect((await service.send('DELETE', path)).status).toBe(404);
});

test.each([
  'http://hooks.example.com/',
  'https://127.0.0.1/',
  'https://localhost/',
  'https://169.254.169.254/latest',
  'https://[::1]/',
  'https://ann:secret@hooks.example.com/',
  'ftp://hooks.example.com/',
  'hooks.example.com',
])('the address %s is refused', async (given) => {
  const service = await startService();
  expect(await service.send('PUT', path, { url: given, secret })).toMatchObject({
    status: 422,
    body: { code: 'alert-webhook.url-refused' },
  });
});

test('a short secret is refused', async () => {
  const service = await startService();
  expect((await service.send('PUT', path, { url, secret: 'short' })).status).toBe(422);
});
