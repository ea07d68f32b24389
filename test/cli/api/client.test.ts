import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../../src/cli/api/client.ts';
import { readStream } from '../../../src/cli/api/event-stream.ts';
import { RemoteError } from '../../../src/cli/api/remote-error.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Seen = { method: string; url: string; authorization: string | undefined; body: string };

/** A server that always sends the same answer and records its requests. */
async function serverThatSays(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ url: string; seen: Seen[]; notices: () => number; client: ReturnType<typeof createClient> }> {
  let notices = 0;
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      seen.push({ method, url, authorization: request.headers.authorization, body: text });
      response.writeHead(status, headers).end(body);
    });
  });
  closing.push(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({
    url,
    key: 'k',
    fetch: (request) => fetch(request),
    unreachableHint: 'Start it.',
    onSimulated: () => (notices += 1),
  });
  return { url, seen, notices: () => notices, client };
}

describe('the client of the API', () => {
  test('sends its key, the query and JSON', async () => {
    const { client, seen } = await serverThatSays(200, '{"ok":true}');
    const query = { client: 'a b', active: true, none: undefined };
    expect(await client.post('/v1/x', { query, body: { a: 1 } })).toEqual({ ok: true });
    expect(seen).toEqual([
      { method: 'POST', url: '/v1/x?client=a+b&active=true', authorization: 'Bearer k', body: '{"a":1}' },
    ]);
  });

  test('returns null for an answer without a body', async () => {
    const { client } = await serverThatSays(204, '');
    expect(await client.delete('/v1/x')).toBeNull();
  });

  test('reports once that the carrier is a simulator, also with a refusal, and never for another carrier', async () => {
    const simulated = await serverThatSays(200, '{}', { 'x-ringmaster-carrier': 'simulator' });
    await simulated.client.get('/v1/x');
    await simulated.client.get('/v1/y');
    expect(simulated.notices()).toBe(1);
    const refusing = await serverThatSays(409, '{}', { 'x-ringmaster-carrier': 'simulator' });
    await expect(refusing.client.get('/v1/x')).rejects.toThrow(RemoteError);
    expect(refusing.notices()).toBe(1);
    const real = await serverThatSays(200, '{}');
    await real.client.get('/v1/x');
    expect(real.notices()).toBe(0);
  });

  test('throws the error of a refusal', async () => {
    const { client } = await serverThatSays(409, '{"code":"a.b","detail":"Not now"}');
    await expect(client.get('/v1/x')).rejects.toThrow(
      expect.objectContaining({ name: 'RemoteError', status: 409, message: 'Not now' }),
    );
  });

  test('handles a refusal that does not come from Ringmaster', async () => {
    const { client } = await serverThatSays(502, '<html>Bad gateway</html>');
    await expect(client.get('/v1/x')).rejects.toBeInstanceOf(RemoteError);
  });

  test('does not accept an HTML page as an answer', async () => {
    const { client } = await serverThatSays(200, '<html>Welcome</html>');
    await expect(client.get('/v1/x')).rejects.toMatchObject({ code: 'cli.unreachable' });
  });

  test('reports that no service answers', async () => {
    const client = createClient({
      url: 'http://127.0.0.1:1',
      key: null,
      fetch: (request) => fetch(request),
      unreachableHint: 'Start it.',
    });
    await expect(client.get('/')).rejects.toMatchObject({ code: 'cli.unreachable', hint: 'Start it.' });
  });
});

describe('server-sent events', () => {
  test('are read completely, wherever the pieces of the stream are cut', async () => {
    const text =
      'id: 1\nevent: a\ndata: {"seq":1}\n\n: comment\n\ndata: {"seq":\r\ndata: 2}\r\n\r\ndata: {"se';
    for (const size of [1, 2, 7, 1000]) {
      const bytes = new TextEncoder().encode(text);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      const events = await Array.fromAsync(readStream(ReadableStream.from(pieces)));
      expect(events).toEqual([{ seq: 1 }, { seq: 2 }]);
    }
  });
});
