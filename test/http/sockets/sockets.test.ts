import { getEventListeners, once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket as PlainSocket } from 'ws';
import { listen } from '../../../src/cli/listener/listener.ts';
import type { AppEnv } from '../../../src/http/route.ts';
import { openSocket } from '../../../src/http/socket/open-socket.ts';
import { socketStream } from '../../../src/http/socket/socket-stream.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { keyOf } from '../../support/builders/api-keys.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { ServiceInput } from '../../support/service/start-service.ts';

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Answer = (request: Request, surroundings: object) => Promise<Response>;

/** Accepts real connections; returns `127.0.0.1:<port>`. */
async function serve(answer: Answer): Promise<string> {
  const listener = await listen({ host: '127.0.0.1', port: 0 });
  listener.answerWith(answer);
  closing.push(() => listener.close({ graceMs: 0 }));
  return new URL(listener.url).host;
}

async function open(input: ServiceInput = {}) {
  const service = await startService(input);
  const host = await serve(async (request, surroundings) => service.fetch(request, surroundings));
  return { service, host };
}

type Message = { event: string; data: Json };

/** The client of Node, which has the interface of browsers. */
function watch(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const messages: Message[] = [];
  const end = { code: 0, reason: '' };
  socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data)) as Message));
  socket.addEventListener('close', ({ code, reason }) => Object.assign(end, { code, reason }));
  closing.push(() => socket.close());
  return { socket, messages, end, of: (name: string) => messages.filter(({ event }) => event === name) };
}

describe('the live state by WebSocket', () => {
  test('starts with the current state, and follows changes', async () => {
    const { service, host } = await open();
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
    const path = `/v1/campaigns/${String(body['id'])}`;
    await service.send('POST', `${path}/contacts`, csvOf(['14', '14']), { 'content-type': 'text/csv' });
    await service.send('POST', `${path}/start`);
    const { of } = watch(`ws://${host}/v1/ws`);
    const topics = ['campaigns', 'progress', 'calls', 'instances', 'alerts'];
    await service.until(() => topics.every((name) => of(name).length > 0));
    expect(of('progress')[0]?.data).toMatchObject({ campaign: body['id'], total: 2 });
    await service.until(() => of('calls').some(({ data }) => data['total'] === 2));
    await service.send('POST', '/v1/pause', { reason: 'fire' });
    await service.until(() =>
      of('alerts').some(({ data }) => JSON.stringify(data).includes('emergency.stop')),
    );
  });

  test('shows the requested topics and campaign, and to a key only its client', async () => {
    const [north, south] = [keyOf('north', 'operator', 'northwind'), keyOf('south', 'viewer', 'southwind')];
    const { service, host } = await open({ apiKeys: [north, south] });
    const sent = { 'x-api-key': north.secret };
    await service.send('POST', '/v1/campaigns', campaignFile({ name: 'theirs', keepOpen: true }), sent);
    await service.send('POST', '/v1/campaigns/theirs/start', {}, sent);
    const own = watch(`ws://${host}/v1/ws?campaign=theirs&topics=progress`, {
      authorization: `Bearer ${north.secret}`,
    });
    const foreign = watch(`ws://${host}/v1/ws`, { 'x-api-key': south.secret });
    await service.until(() => own.messages.length > 1 && foreign.of('instances').length > 1);
    expect(new Set(own.messages.map(({ event }) => event))).toEqual(new Set(['progress']));
    expect(foreign.of('campaigns')[0]?.data).toEqual({ items: [] });
    expect(JSON.stringify(foreign.messages)).not.toContain(String(own.messages[0]?.data['campaign']));
  });

  test.each([
    ['without a key', '/v1/ws', {}, 401],
    ['of an unknown topic', '/v1/ws?topics=weather', { 'x-api-key': 'secret-of-watcher' }, 422],
    ['of a campaign that is not there', '/v1/ws?campaign=none', { 'x-api-key': 'secret-of-watcher' }, 404],
    ['at another path', '/v1/campaigns', { 'x-api-key': 'secret-of-watcher' }, 400],
    ['at the health check', '/healthz', {}, 400],
    ['at a path that is not there', '/v2/ws', { 'x-api-key': 'secret-of-watcher' }, 404],
    ['at a path of another method', '/v1/pause', { 'x-api-key': 'secret-of-watcher' }, 405],
  ])('is refused %s', async (_why, path, headers, status) => {
    const { host } = await open({ apiKeys: [keyOf('watcher', 'viewer', '*')] });
    const socket = new PlainSocket(`ws://${host}${path}`, { headers });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe(`Unexpected server response: ${status}`);
    const { end } = watch(`ws://${host}${path}`, headers);
    while (end.code === 0) await delay(5);
    expect(end.code).toBe(1006);
  });

  /** A request in its raw form, and the whole answer. */
  const exchange = async (
    host: string,
    lines: readonly string[],
    { body = '', isHead = false } = {},
  ): Promise<string> => {
    const [name = '', port] = host.split(':');
    const socket = connect(Number(port), name);
    closing.push(() => void socket.destroy());
    const length = body === '' ? [] : [`Content-Length: ${body.length}`, 'Content-Type: application/json'];
    socket.write([...lines, ...length, '', body].join('\r\n'));
    let text = '';
    for await (const piece of socket) {
      text += String(piece);
      if (isHead) break;
    }
    return text;
  };
  const upgrading = (method: string, path: string, host: string, more: readonly string[] = []): string[] => [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    ...more,
  ];
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

  test.each([
    [
      'an ordinary route',
      'GET',
      '/v1/campaigns',
      [key, 'Sec-WebSocket-Version: 13'],
      400,
      'request.no-websocket',
    ],
    ['a path that is not there', 'GET', '/v2', [key, 'Sec-WebSocket-Version: 13'], 404, 'request.not-found'],
    [
      'a topic that is not there',
      'GET',
      '/v1/ws?topics=x',
      [key, 'Sec-WebSocket-Version: 13'],
      422,
      'request.invalid',
    ],
    [
      'no key of a handshake',
      'GET',
      '/v1/ws',
      ['Sec-WebSocket-Version: 13'],
      400,
      'request.handshake-invalid',
    ],
    [
      'a key of a handshake that is none',
      'GET',
      '/v1/ws',
      ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: a'],
      400,
      'request.handshake-invalid',
    ],
    ['another version', 'GET', '/v1/ws', [key, 'Sec-WebSocket-Version: 7'], 426, 'request.upgrade-required'],
    ['another method', 'OPTIONS', '/v1/ws', ['Connection: close'], 405, 'request.method-not-allowed'],
    ['an unknown method', 'PROPFIND', '/v1/ws', ['Connection: close'], 405, 'request.method-not-allowed'],
  ])('is refused with a problem: %s', async (_why, method, path, more, status, code) => {
    const { host } = await open();
    const text = await exchange(host, upgrading(method, path, host, more));
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(head).toMatch(/x-request-id: /i);
    expect(JSON.parse(body)).toMatchObject({ status, code });
    if (status === 426) expect(head).toMatch(/sec-websocket-version: 13/i);
  });

  test('does not accept an order, whose body would be lost', async () => {
    const { service, host } = await open();
    const lines = upgrading('POST', '/v1/campaigns', host, ['Connection: close']);
    const text = await exchange(host, lines, { body: JSON.stringify(campaignFile()) });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('request.no-websocket');
    expect((await service.send('GET', '/v1/campaigns')).body['items']).toEqual([]);
  });

  test('is refused with a problem if the Host header is not valid', async () => {
    const { host } = await open();
    const text = await exchange(host, upgrading('GET', '/v1/ws', 'a b', [key, 'Sec-WebSocket-Version: 13']));
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('request.malformed-http');
  });

  test('without Connection: Upgrade, or by HEAD, is refused as well', async () => {
    const { host } = await open();
    for (const method of ['GET', 'HEAD']) {
      const lines = [`${method} /v1/ws HTTP/1.1`, `Host: ${host}`, 'Upgrade: websocket', 'Connection: close'];
      expect(await exchange(host, lines, { isHead: true })).toMatch(/^HTTP\/1\.1 426 /);
    }
  });

  test('is refused to a web page of another origin if there are no keys', async () => {
    const { host } = await open();
    const socket = new PlainSocket(`ws://${host}/v1/ws`, { origin: 'http://evil.example' });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('403');
  });

  test('answers a plain request with the required headers', async () => {
    const { service, host } = await open();
    const response = await fetch(`http://${host}/v1/ws`);
    expect(response.status).toBe(426);
    expect(response.headers.get('upgrade')).toBe('websocket');
    expect(await response.json()).toMatchObject({ code: 'request.upgrade-required' });
    const inProcess = await service.send('GET', '/v1/ws', undefined, { upgrade: 'websocket' });
    expect(inProcess.status).toBe(426);
  });

  test('ends with a reason when the service stops, and stops watching', async () => {
    const { service, host } = await open();
    const { messages, end } = watch(`ws://${host}/v1/ws?topics=instances`);
    await service.until(() => messages.length > 0);
    const stopped = service.stop();
    while (end.code === 0) await delay(5);
    await stopped;
    expect(end).toEqual({ code: 1001, reason: 'the service is stopping' });
  });

  test('has no watcher once the reader has disconnected', async () => {
    const { service, host } = await open();
    let watched = 0;
    const { subscribe } = service.live;
    service.live.subscribe = (input) => {
      watched += 1;
      const end = subscribe(input);
      return () => {
        watched -= 1;
        end();
      };
    };
    const { socket, messages } = watch(`ws://${host}/v1/ws?topics=instances`);
    await service.until(() => messages.length > 0);
    expect(watched).toBeGreaterThan(0);
    socket.close();
    await service.until(() => watched === 0);
  });

  test('is closed without a reply for half a minute', async () => {
    const { service, host } = await open();
    const socket = new PlainSocket(`ws://${host}/v1/ws`, { autoPong: false });
    const silent = { isOver: false };
    socket.on('close', () => (silent.isOver = true));
    const { end, messages } = watch(`ws://${host}/v1/ws`);
    await service.until(() => socket.readyState === PlainSocket.OPEN && messages.length > 0);
    const { system } = service.time.clocks;
    const from = system.now();
    await service.until(() => silent.isOver);
    expect(system.now() - from).toBeGreaterThanOrEqual(15_000);
    expect(end.code).toBe(0);
  });
});

describe('the transport over the network', () => {
  test('waits for a slow reader, continues when it reads, and keeps no backlog', async () => {
    const message = { event: 'calls', data: 'x'.repeat(64 * 1024) };
    const sent = { count: 0, leftBehind: 0 };
    const app = new Hono<AppEnv>();
    const stopping = new AbortController();
    closing.push(() => stopping.abort());
    app.get('/', (context) =>
      openSocket(
        context,
        socketStream({
          system: createSystemClock(),
          stopping: stopping.signal,
          async fill({ send, gone }) {
            for (; !gone.aborted; sent.count += 1) {
              await send(message);
              sent.leftBehind = Math.max(sent.leftBehind, getEventListeners(gone, 'abort').length);
            }
          },
          onError: () => undefined,
        }),
      ),
    );
    const host = await serve(async (request, surroundings) => app.fetch(request, surroundings));
    const socket = new PlainSocket(`ws://${host}/`);
    await once(socket, 'open');
    socket.pause();
    /** Waits until nothing changes for a while. */
    let before = -1;
    while (sent.count !== before) {
      before = sent.count;
      await delay(100);
    }
    expect(sent.count * message.data.length).toBeLessThan(32 * 1024 * 1024);
    socket.resume();
    while (sent.count < before * 2 + 10) await delay(5);
    expect(sent.leftBehind).toBe(0);
    socket.terminate();
  });

  test('answers a request that offers another protocol normally', async () => {
    const { host } = await open();
    const [name = '', port] = host.split(':');
    const socket = connect(Number(port), name);
    closing.push(() => void socket.destroy());
    socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`);
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 /);
  });
});
