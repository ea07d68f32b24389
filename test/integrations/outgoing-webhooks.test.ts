import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { pauseAfter } from '../../src/integrations/outgoing-webhooks/deliverer.ts';
import { createPostWebhook } from '../../src/integrations/outgoing-webhooks/post-webhook.ts';
import { isPrivateHost } from '../../src/platform/private-addresses.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '[::1]',
  '[fd00::1]',
  '[fe80::1]',
  '[::ffff:10.0.0.1]',
  'localhost',
  'LOCALHOST.',
  'a.localhost',
])('%s is private', (host) => {
  expect(isPrivateHost(host)).toBe(true);
});

test.each(['8.8.8.8', '172.32.0.1', '[2606:4700::1111]', 'hooks.example.com'])('%s is public', (host) => {
  expect(isPrivateHost(host)).toBe(false);
});

test('private addresses are refused, also behind a name, unless they are allowed; redirects are not followed', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers['ringmaster-signature']));
    response.writeHead(302, { location: '/else' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [strict, open] = [false, true].map((allowsPrivate) => createPostWebhook({ allowsPrivate }));
  const order = (host: string) => ({ url: `http://${host}:${port}/`, body: '{}', signature: 't=1,v1=ab' });
  await expect(strict?.post(order('127.0.0.1'))).rejects.toThrow(/private address/);
  await expect(strict?.post(order('localhost'))).rejects.toThrow(/private address/);
  // A name that is not recognised by itself: the look-up finds the address of this machine.
  await expect(strict?.post(order('ip6-localhost'))).rejects.toThrow(/private address|ENOTFOUND|EAI_AGAIN/);
  expect(seen).toEqual([]);
  expect(await open?.post(order('127.0.0.1'))).toBe(302);
  expect(seen).toEqual(['t=1,v1=ab']);
  await Promise.all([strict?.close(), open?.close()]);
  server.close();
});

test('the pause doubles from ten seconds to an hour, with jitter', () => {
  expect([1, 2, 3, 20].map((tries) => pauseAfter(tries, () => 0.999_999))).toEqual([
    expect.closeTo(10_000, -1),
    expect.closeTo(20_000, -1),
    expect.closeTo(40_000, -1),
    expect.closeTo(3_600_000, -1),
  ]);
  expect(pauseAfter(1, () => 0)).toBe(5_000);
});
