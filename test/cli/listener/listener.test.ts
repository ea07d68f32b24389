import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../../src/cli/listener/listener.ts';
import type { Listener } from '../../../src/cli/listener/listener.ts';
import type { Refused } from '../../../src/cli/listener/raw-response.ts';

let listener: Listener;
const refused: Refused[] = [];
beforeAll(async () => {
  listener = await listen({ host: '127.0.0.1', port: 0 });
  listener.onRefused((one) => refused.push(one));
  listener.answerWith(() => Promise.resolve(new Response('answered')));
});
afterAll(() => listener.close({ graceMs: 0 }));

async function say(request: string): Promise<{ head: string; body: string }> {
  const socket = connect(listener.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body };
}

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400, 'request.malformed-http'],
  ['an address of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`, 431, 'request.headers-too-large'],
])(
  '%s is answered with a problem, and the next request is answered normally',
  async (_what, request, status, code) => {
    const { head, body } = await say(request);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    const { requestId, ...problem } = JSON.parse(body) as Record<string, unknown>;
    expect(problem).toMatchObject({ status, code });
    expect(head).toContain(`x-request-id: ${String(requestId)}`);
    expect(refused.at(-1)).toMatchObject({ requestId, status, code });
    expect(await (await fetch(listener.url)).text()).toBe('answered');
  },
);

test('a connection that breaks in the middle of a request is not refused', async () => {
  const before = refused.length;
  const socket = connect(listener.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST / HTTP/1.1\r\ncontent-le');
  expect((await say('hello\r\n\r\n')).head).toContain('400');
  socket.resetAndDestroy();
  expect((await say('hello\r\n\r\n')).head).toContain('400');
  expect(refused).toHaveLength(before + 2);
});
