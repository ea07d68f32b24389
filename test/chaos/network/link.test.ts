import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLink } from './link.ts';
import type { Link } from './link.ts';
import { createMongoNames } from './mongo-names.ts';
import { createWrittenAttempts } from './written-attempts.ts';

/** A peer that repeats what it reads, and a client behind a link. */
let link: Link;
let client: Socket;
let close: () => Promise<void>;
let said = '';
let heard: (() => void)[] = [];

/** Resolves when the client has read this much in all. */
const hears = (text: string): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => void (said === text && resolve());
    heard.push(check);
    check();
  });
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())));

/** Resolves after bytes that were written before have passed the loopback interface twice. */
async function passOnce(): Promise<void> {
  const own = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(own, 'listening');
  const socket = connect((own.address() as AddressInfo).port, '127.0.0.1');
  for (let turn = 0; turn < 5; turn += 1) {
    socket.write('x');
    await once(socket, 'data');
  }
  socket.destroy();
  own.close();
}

beforeEach(async () => {
  said = '';
  heard = [];
  const peer = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(peer, 'listening');
  link = await openLink({ target: (peer.address() as AddressInfo).port });
  client = connect(link.port, '127.0.0.1');
  client.on('error', () => undefined);
  client.on('data', (bytes: Buffer) => {
    said += bytes.toString('utf8');
    for (const check of heard) check();
  });
  await once(client, 'connect');
  close = async () => {
    client.destroy();
    await closed(client);
    await link.close();
    peer.close();
  };
});
afterEach(() => close());

describe('a link', () => {
  test('delivers both ways, and the end', async () => {
    client.write('hello');
    await hears('hello');
    client.end();
    await closed(client);
  });

  test('that is cut ends connections, and refuses new ones until it is healed', async () => {
    client.write('hello');
    await hears('hello');
    link.suffer({ kind: 'cut' });
    await closed(client);
    const refused = connect(link.port, '127.0.0.1');
    refused.on('error', () => undefined);
    await closed(refused);
    link.heal();
    const next = connect(link.port, '127.0.0.1');
    next.write('again');
    expect(String(await once(next, 'data'))).toBe('again');
    next.destroy();
  });

  test('delays, and keeps the order', async () => {
    link.suffer({ kind: 'delay', ms: 30 });
    const at = performance.now();
    client.write('a');
    client.write('b');
    await hears('ab');
    expect(performance.now() - at).toBeGreaterThanOrEqual(58);
  });

  test.each(['there', 'back', 'both'] as const)(
    'that is half-open (%s) delivers nothing, and afterwards everything',
    async (way) => {
      link.suffer({ kind: 'half-open', way, afterwards: 'deliver' });
      client.write('late');
      await passOnce();
      expect(said).toBe('');
      link.heal();
      await hears('late');
    },
  );

  test('that is half-open may end the connections afterwards', async () => {
    link.suffer({ kind: 'half-open', way: 'back', afterwards: 'reset' });
    client.write('lost');
    await passOnce();
    expect({ said, isClosed: client.closed }).toEqual({ said: '', isClosed: false });
    link.heal();
    await closed(client);
    expect(said).toBe('');
  });
});

const message = (text: string): Buffer => {
  const bytes = Buffer.from(`....${text}`);
  bytes.writeInt32LE(bytes.length);
  return bytes;
};

test('members are renamed in messages that arrive in any pieces', () => {
  const whole = Buffer.concat([
    message('me 127.0.0.1:40001, hosts 127.0.0.1:40001 127.0.0.1:40002'),
    message('x'),
  ]);
  const renamed = Buffer.concat([
    message('me 127.0.0.1:50001, hosts 127.0.0.1:50001 127.0.0.1:40002'),
    message('x'),
  ]);
  for (let size = 1; size <= whole.length; size += 1) {
    const rename = createMongoNames(new Map([['127.0.0.1:40001', '127.0.0.1:50001']]));
    const pieces: Buffer[] = [];
    for (let at = 0; at < whole.length; at += size)
      pieces.push(rename(Buffer.from(whole.subarray(at, at + size))));
    expect(Buffer.concat(pieces).equals(renamed)).toBe(true);
  }
});

test('the attempts of requests are noted once, in any pieces', () => {
  let now = 0;
  const attempts = createWrittenAttempts({ now: () => (now += 1) });
  const request = `{"answer_url":"http://host/answer?campaign=cmp_1&attempt=att_01M8P1ARG0Z8TVQQFCK42TC5JS&x=1"}`;
  for (let size = 1; size <= request.length; size += 1) {
    const pass = attempts.of(2)();
    for (let at = 0; at < request.length; at += size) pass(Buffer.from(request.slice(at, at + size)));
  }
  expect([...attempts.written]).toEqual([['att_01M8P1ARG0Z8TVQQFCK42TC5JS', { at: 1, instance: 2 }]]);
});
