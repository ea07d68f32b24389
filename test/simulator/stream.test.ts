import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { serveSimulator } from '../../src/simulator/index.ts';
import { account, basic, callTo } from './carrier.ts';

const to = '12025550155';
const soon: [number, number] = [1, 1];

/** A bot that speaks, and closes the stream when it has heard the contact and the end of its own words. */
async function startBot() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const heard: string[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { event } = JSON.parse(data.toString()) as { event: string };
      heard.push(event);
      if (event === 'start') {
        socket.send(JSON.stringify({ event: 'playAudio', media: { payload: '//8=' } }));
        socket.send(JSON.stringify({ event: 'checkpoint', name: 'said' }));
      }
      if (heard.includes('media') && heard.includes('playedStream')) socket.close();
    });
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard };
}

/** Calls somebody with a stream to this address, in real time. */
async function streamed(url: string) {
  const stream = `<Stream bidirectional="true" keepCallAlive="true" contentType="audio/x-mulaw;rate=8000">${url}</Stream>`;
  const timings = { replyMs: soon, ringAfterMs: soon, answerAfterMs: soon, hangupDelayMs: soon };
  const server = await serveSimulator({
    clock: createSystemClock(),
    accounts: [account],
    fetchCallback: () => Promise.resolve(new Response(`<Response>${stream}<Hangup/></Response>`)),
    options: { scenario: { numbers: { [to]: ['human'] }, timings } },
  });
  onTestFinished(() => server.close());
  await fetch(`${server.url}/v1/Account/${account.authId}/Call/`, {
    method: 'POST',
    headers: { authorization: basic(account), 'content-type': 'application/json' },
    body: JSON.stringify(callTo(to)),
  });
  await expect.poll(() => server.simulator.calls()[0]?.state, { timeout: 20_000 }).toBe('ended');
  return server.simulator.calls()[0];
}

test('a stream is a real WebSocket: the bot hears silence, speaks, and ends it', async () => {
  const { url, heard } = await startBot();
  const call = await streamed(url);
  expect(heard[0]).toBe('start');
  expect(new Set(heard)).toEqual(new Set(['start', 'media', 'playedStream']));
  expect(call).toMatchObject({ heardAudio: 1, end: { code: 4000, source: 'Answer XML' } });
});

test('without a bot the call goes on after three tries', async () => {
  const call = await streamed('ws://127.0.0.1:9/');
  expect(call).toMatchObject({ heardAudio: 0, end: { code: 4000, source: 'Answer XML' } });
});
