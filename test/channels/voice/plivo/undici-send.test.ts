import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { HttpRequest } from '../../../../src/channels/voice/plivo/requests/http-send.ts';
import { createUndiciSend } from '../../../../src/channels/voice/plivo/requests/undici-send.ts';
import { createSystemClock } from '../../../../src/platform/system-clock.ts';
import { answer, isComplete, type RawServer, startRawServer } from '../../support/raw-server.ts';

const cleanups: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function openSend(options: { connections?: number } = {}) {
  const connections = createUndiciSend({ clock: createSystemClock(), ...options });
  cleanups.push(() => connections.close());
  return connections.send;
}

async function openServer(onData?: Parameters<typeof startRawServer>[0]): Promise<RawServer> {
  const server = await startRawServer(onData);
  cleanups.push(() => server.close());
  return server;
}

const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url: `${url}/v1/Account/MA1/Call/`,
  headers: { 'content-type': 'application/json' },
  body: '{"to":"12025550100"}',
  timeoutMs: 5_000,
  ...more,
});

test('a request is answered with status, lower-case headers and body', async () => {
  const server = await openServer({
    onData: ({ socket, received }) => {
      if (isComplete(received())) socket.write(answer('201 Created', '{"ok":1}', 'Retry-After: 7\r\n'));
    },
  });
  const reply = await openSend()(post(server.url));
  expect(reply).toMatchObject({
    kind: 'answer',
    status: 201,
    body: '{"ok":1}',
    headers: { 'retry-after': '7' },
  });
  expect(server.received()).toContain('{"to":"12025550100"}');
});

test('beforeWrite saying no means that the connected server sees not one byte', async () => {
  const server = await openServer();
  const reply = await openSend()(post(server.url, { beforeWrite: () => false }));
  expect(reply).toMatchObject({ kind: 'unsent', vetoed: true });
  await expect.poll(() => server.connections[0]?.socket.closed).toBe(true);
  expect(server.received()).toBe('');
});

test('beforeWrite throwing means that nothing is written either', async () => {
  const server = await openServer({
    onData: ({ socket }) => socket.write(answer('200 OK', '{}')),
  });
  const send = openSend({ connections: 1 });
  const reply = await send(
    post(server.url, {
      beforeWrite: () => {
        throw new Error('no');
      },
    }),
  );
  expect(reply.kind).toBe('unsent');
  expect(await send(post(server.url))).toMatchObject({ kind: 'answer', status: 200 });
  expect(server.requests()).toBe(1);
});

test('beforeWrite is asked once, after the wait for a free connection', async () => {
  const server = await openServer();
  const send = openSend({ connections: 1 });
  const first = send(post(server.url));
  let asked = 0;
  const second = send(post(server.url, { beforeWrite: () => ++asked > 0 }));
  await expect.poll(() => server.requests()).toBe(1);
  expect(asked).toBe(0);
  server.connections[0]?.socket.write(answer('200 OK', '{}'));
  await first;
  await expect.poll(() => server.requests()).toBe(2);
  expect(asked).toBe(1);
  server.connections[0]?.socket.write(answer('200 OK', '{}'));
  expect(await second).toMatchObject({ kind: 'answer' });
});

test('a veto leaves the other waiting requests untouched', async () => {
  const server = await openServer({
    onData: ({ socket, received }) => {
      if (isComplete(received())) socket.write(answer('200 OK', '{}'));
    },
  });
  const send = openSend({ connections: 1 });
  const replies = await Promise.all([
    send(post(server.url)),
    send(post(server.url, { beforeWrite: () => false })),
    send(post(server.url)),
    send(post(server.url, { beforeWrite: () => false })),
    send(post(server.url)),
  ]);
  expect(replies.map(({ kind }) => kind)).toEqual(['answer', 'unsent', 'answer', 'unsent', 'answer']);
  expect(server.requests()).toBe(3);
});

test('a connection that dies after the request was read loses the reply and the request is not sent again', async () => {
  const server = await openServer({
    onData: ({ socket, received }) => {
      if (isComplete(received())) socket.destroy();
    },
  });
  const reply = await openSend({ connections: 1 })(post(server.url));
  expect(reply.kind).toBe('lost');
  await nextTurn();
  expect(server.requests()).toBe(1);
  expect(server.connections).toHaveLength(1);
});

test('not even a GET is sent again when its connection dies', async () => {
  const server = await openServer({ onData: ({ socket }) => socket.resetAndDestroy() });
  const reply = await openSend({ connections: 1 })(post(server.url, { method: 'GET', body: null }));
  expect(reply.kind).toBe('lost');
  await nextTurn();
  expect(server.requests()).toBe(1);
});

test('a kept connection that died between two requests costs no repeat of either', async () => {
  const server = await openServer({
    onData: ({ socket, received }) => {
      if (isComplete(received())) socket.end(answer('200 OK', '{}'));
    },
  });
  const send = openSend({ connections: 1 });
  for (const bodies of [1, 2, 3]) {
    const reply = await send(post(server.url));
    expect(['answer', 'lost', 'unsent']).toContain(reply.kind);
    expect(server.requests()).toBeLessThanOrEqual(bodies);
  }
});

test('half an answer is no answer', async () => {
  const server = await openServer({
    onData: ({ socket }) => socket.end('HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"request_uuid":'),
  });
  expect(await openSend()(post(server.url))).toMatchObject({ kind: 'lost' });
});

test('a server that never answers loses the reply after the timeout, and the connection is dropped', async () => {
  const server = await openServer();
  const reply = await openSend()(post(server.url, { timeoutMs: 50 }));
  expect(reply).toEqual({ kind: 'lost', detail: 'no answer within 50 ms' });
  await expect.poll(() => server.connections[0]?.socket.closed).toBe(true);
  expect(server.requests()).toBe(1);
});

test('a request that runs out of time while it waits for a connection is unsent and stays unsent', async () => {
  const server = await openServer();
  const send = openSend({ connections: 1 });
  const blocking = send(post(server.url, { body: '{"first":1}' }));
  const reply = await send(post(server.url, { timeoutMs: 30, body: '{"second":1}' }));
  expect(reply.kind).toBe('unsent');
  server.connections[0]?.socket.write(answer('200 OK', '{}'));
  await blocking;
  const third = send(post(server.url, { body: '{"third":1}' }));
  await expect.poll(() => server.received()).toContain('third');
  expect(server.received()).not.toContain('second');
  for (const { socket } of server.connections) if (socket.writable) socket.write(answer('200 OK', '{}'));
  await third;
});

test('a refused connection is proof that nothing was sent', async () => {
  const server = await startRawServer();
  await server.close();
  let asked = 0;
  const reply = await openSend()(post(server.url, { beforeWrite: () => (asked += 1) > 0 }));
  expect(reply).toMatchObject({ kind: 'unsent' });
  expect(asked).toBe(0);
  expect(reply).not.toHaveProperty('vetoed');
  expect(reply).toMatchObject({ detail: expect.stringContaining('ECONNREFUSED') });
});

test('a server that does not speak TLS is proof that the request was not sent', async () => {
  const server = await openServer({ onData: ({ socket }) => socket.end('no TLS here\r\n') });
  const reply = await openSend()(post(server.url.replace('http:', 'https:'), { timeoutMs: 2_000 }));
  expect(reply.kind).toBe('unsent');
  expect(server.received()).not.toContain('12025550100');
});

test('closing refuses further requests without sending them', async () => {
  const server = await openServer();
  const { send, close } = createUndiciSend({ clock: createSystemClock() });
  await close();
  expect((await send(post(server.url))).kind).toBe('unsent');
  expect(server.connections).toHaveLength(0);
});
