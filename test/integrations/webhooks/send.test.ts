import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { LookUp } from '../../../src/integrations/outgoing-webhooks/sending/checked-connect.ts';
import { createSendWebhook } from '../../../src/integrations/outgoing-webhooks/sending/send-webhook.ts';
import {
  createIsAllowedAddress,
  parseAllowedAddresses,
} from '../../../src/platform/addresses/allowed-addresses.ts';
import { createIsPrivateAddress } from '../../../src/platform/addresses/private-addresses.ts';

const isPrivate = createIsPrivateAddress();

/** A sender that may send to these addresses, and to no other private one. */
function senderFor(allow: string, more: { lookUp?: LookUp; withinMs?: number } = {}) {
  const isAllowed = createIsAllowedAddress(parseAllowedAddresses(allow) ?? []);
  const { send, close } = createSendWebhook({ rules: { isPrivate, isAllowed }, ...more });
  onTestFinished(close);
  return (url: string, body = '{}') => send({ url, body, headers: { 'content-type': 'application/json' } });
}

async function listen(handle: RequestListener) {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('private addresses are refused when connecting, also behind a name, unless they are allowed with their port', async () => {
  const seen: string[] = [];
  const port = await listen((request, response) => {
    seen.push(request.headers.host ?? '');
    response.end('ok');
  });
  const strict = senderFor('');
  await expect(strict(`https://127.0.0.1:${port}/`)).rejects.toThrow(/private or reserved/);
  const behind = senderFor('', { lookUp: () => Promise.resolve(['8.8.8.8', '127.0.0.1']) });
  await expect(behind(`https://hooks.example.com:${port}/`)).rejects.toThrow(/127\.0\.0\.1 is a private/);
  const elsewhere = senderFor(`127.0.0.1:${port + 1}`);
  await expect(elsewhere(`http://127.0.0.1:${port}/`)).rejects.toThrow(/private or reserved/);
  const plain = senderFor('', { lookUp: () => Promise.resolve(['8.8.8.8']) });
  await expect(plain('http://hooks.example.com/')).rejects.toThrow(/http is used only/);
  await expect(plain('https://hooks.example.com:22/')).rejects.toThrow(/port 22/);
  const nobody = senderFor('', { lookUp: () => Promise.resolve([]) });
  await expect(nobody('https://hooks.example.com/')).rejects.toThrow(/no address/);
  expect(seen).toEqual([]);
  const allowing = senderFor(`127.0.0.1:${port}`);
  expect(await allowing(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 200, body: 'ok' });
  expect(seen).toEqual([`127.0.0.1:${port}`]);
});

test('the connection goes to the address that was checked: a second answer of the name server changes nothing', async () => {
  const hosts: string[] = [];
  const port = await listen((request, response) => {
    hosts.push(request.headers.host ?? '');
    response.writeHead(204, { connection: 'close' }).end();
  });
  let lookUps = 0;
  // The first answer is allowed. Any later one would lead to the metadata service of a cloud.
  const lookUp: LookUp = () => {
    lookUps += 1;
    return Promise.resolve([lookUps === 1 ? '127.0.0.1' : '169.254.169.254']);
  };
  const send = senderFor(`127.0.0.1:${port}`, { lookUp });
  expect(await send(`http://rebinding.example.com:${port}/`)).toMatchObject({ status: 204 });
  expect([lookUps, hosts]).toEqual([1, [`rebinding.example.com:${port}`]]);
  await expect(send(`http://rebinding.example.com:${port}/`)).rejects.toThrow(
    /169\.254\.169\.254 is a private/,
  );
  expect(lookUps).toBe(2);
});

test('a redirect is an answer and is not followed', async () => {
  const paths: string[] = [];
  const port = await listen((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(307, { location: '/else' }).end();
  });
  const send = senderFor(`127.0.0.1:${port}`);
  expect(await send(`http://127.0.0.1:${port}/in`)).toMatchObject({ status: 307 });
  expect(paths).toEqual(['/in']);
});

test('an endpoint that is slow, endless, huge, broken or closed ends within its time, and the next request works', async () => {
  const withinMs = 300;
  const endless = (response: { write: (text: string) => unknown }) => {
    for (let part = 0; part < 50; part += 1) response.write('x'.repeat(100_000));
  };
  const port = await listen((request, response) => {
    const name = request.url?.slice(1);
    if (name === 'silent') return;
    if (name === 'reset') return void request.socket.destroy();
    if (name === 'huge') return endless(response.writeHead(200));
    if (name === 'drip') return void response.writeHead(200).write('a');
    if (name === 'cut') {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      return void setImmediate(() => request.socket.destroy());
    }
    response.writeHead(200, { 'retry-after': '7' }).end('fine');
  });
  const send = senderFor(`127.0.0.1:${port}`, { withinMs });
  const to = (path: string) => send(`http://127.0.0.1:${port}/${path}`);
  const [silent, reset, huge, drip, cut, well] = await Promise.allSettled(
    ['silent', 'reset', 'huge', 'drip', 'cut', 'well'].map(to),
  );
  expect(silent).toMatchObject({
    status: 'rejected',
    reason: { message: `no answer within ${withinMs} ms` },
  });
  expect(reset).toMatchObject({ status: 'rejected' });
  expect(huge).toMatchObject({ status: 'fulfilled', value: { status: 200, body: 'x'.repeat(1_000) } });
  expect(drip).toMatchObject({ status: 'fulfilled', value: { status: 200, body: 'a' } });
  expect(cut).toMatchObject({ status: 'fulfilled', value: { status: 200, body: 'half' } });
  expect(well).toMatchObject({ status: 'fulfilled', value: { status: 200, body: 'fine', retryAfter: '7' } });
  expect(await to('again')).toMatchObject({ status: 200 });
  await expect(senderFor('127.0.0.1:1')('http://127.0.0.1:1/')).rejects.toThrow(/ECONNREFUSED/);
});

test('whatever bytes a server answers, the request ends with an answer or a reason', async () => {
  let answer = Buffer.alloc(0);
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = senderFor(`127.0.0.1:${port}`, { withinMs: 1_000 });
  const head = fc.constantFrom(
    '',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 999 No\r\nretry-after: soon\r\n\r\n',
    'HTTP/9 ',
  );
  await fc.assert(
    fc.asyncProperty(head, fc.uint8Array({ maxLength: 300 }), fc.json(), async (start, bytes, body) => {
      answer = Buffer.concat([Buffer.from(start), bytes]);
      const outcome = await send(`http://127.0.0.1:${port}/`, body).then(
        ({ status }) => typeof status,
        (error: Error) => typeof error.message,
      );
      expect(['number', 'string']).toContain(outcome);
    }),
    { numRuns: 60 },
  );
});
