import { createRequire } from 'node:module';
import { afterEach, expect, test } from 'vitest';
import { callParameters } from '../../../src/channels/voice/plivo/call-parameters.ts';
import { createPlivoTransport } from '../../../src/channels/voice/plivo/requests/transport.ts';
import { createUndiciSend } from '../../../src/channels/voice/plivo/requests/undici-send.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { answer, isComplete, type RawServer, startRawServer } from '../support/raw-server.ts';
import { newTouch, voiceStep } from '../support/touches.ts';
import { account, publicUrl } from '../support/voice-setup.ts';

type Axios = {
  defaults: { adapter: unknown };
  getAdapter: (name: string) => (config: { url: string }) => unknown;
};
type Sdk = {
  Client: new (
    authId: string,
    authToken: string,
  ) => {
    calls: {
      create: (
        from: string,
        to: string,
        answerUrl: string,
        parameters: Record<string, unknown>,
      ) => Promise<unknown>;
    };
  };
};

const require = createRequire(import.meta.url);
const cleanups: Array<() => void | Promise<void>> = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A server that has placed the call and then says 500. */
async function openFailingServer(): Promise<RawServer> {
  const server = await startRawServer({
    onData({ socket, received }) {
      if (!isComplete(received())) return;
      socket.end(answer('500 Internal Server Error', '{"error":"x"}', 'connection: close\r\n'));
    },
  });
  cleanups.push(server.close);
  return server;
}

/** The SDK's host is hard-coded, so its own axios is made to go elsewhere. */
function loadSdk(server: RawServer): Sdk {
  const axios = createRequire(require.resolve('plivo'))('axios') as Axios;
  const { adapter } = axios.defaults;
  const http = axios.getAdapter('http');
  axios.defaults.adapter = (config: { url: string }) =>
    http({ ...config, url: config.url.replace('https://api.plivo.com', server.url) });
  cleanups.push(() => {
    axios.defaults.adapter = adapter;
  });
  return require('plivo') as Sdk;
}

function bodiesOf(server: RawServer): unknown[] {
  return server.connections.map(
    ({ received }) => JSON.parse(received().split('\r\n\r\n')[1] ?? '') as unknown,
  );
}

test('when a placed call is answered with 500, the SDK asks for it three times and our transport once', async () => {
  const touch = newTouch();
  const step = voiceStep();
  const parameters = callParameters({ touch, step, publicUrl });

  const ours = await openFailingServer();
  const connections = createUndiciSend({ clock: createSystemClock() });
  cleanups.push(connections.close);
  const transport = createPlivoTransport({
    ...account,
    send: connections.send,
    baseUrl: ours.url,
    clock: createSystemClock(),
  });
  await transport.request({ method: 'POST', path: 'Call/', body: parameters, priority: 'dial' });

  const theirs = await openFailingServer();
  const { Client } = loadSdk(theirs);
  const { from, to, answer_url: answerUrl, ...rest } = parameters as Record<string, string>;
  const camelCased = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
  const { calls } = new Client(account.authId, account.authToken);
  await calls.create(from ?? '', to ?? '', answerUrl ?? '', camelCased).catch(() => undefined);

  expect(theirs.requests()).toBe(3);
  expect(ours.requests()).toBe(1);
  expect(bodiesOf(ours)[0]).toEqual(bodiesOf(theirs)[0]);
  const requestLine = `POST /v1/Account/${account.authId}/Call/ HTTP/1.1`;
  for (const server of [ours, theirs]) expect(server.received()).toContain(requestLine);
});
