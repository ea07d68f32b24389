import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it was on the wire: its parameters are those of the query and of the body. */
export type WireRequest = { method: string; path: string; parameters: Readonly<Record<string, unknown>> };

export type RecordingProxy = {
  url: string;
  port: number;
  requests: WireRequest[];
  close: () => Promise<void>;
};

/** Passes requests on to `target` and keeps each of them. */
export async function startRecordingProxy({ target }: { target: string }): Promise<RecordingProxy> {
  const requests: WireRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await text(incoming);
      requests.push(readRequest(incoming, body));
      const { method = 'GET', url = '/', headers } = incoming;
      const reply = await fetch(new URL(url, target), {
        method,
        headers: {
          authorization: headers.authorization ?? '',
          'content-type': headers['content-type'] ?? 'application/json',
        },
        ...(method !== 'GET' && body !== '' && { body }),
      });
      outgoing.writeHead(reply.status, { 'content-type': reply.headers.get('content-type') ?? 'text/plain' });
      outgoing.end(await reply.text());
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function readRequest({ method = 'GET', url = '/' }: IncomingMessage, body: string): WireRequest {
  const { pathname, searchParams } = new URL(url, 'http://proxy');
  const content = body === '' ? {} : (JSON.parse(body) as Record<string, unknown> | null);
  return { method, path: pathname, parameters: { ...Object.fromEntries(searchParams), ...content } };
}

/**
 * The defaults that Plivo documents (docs.plivo.com/docs/voice/api/call). The SDKs send some of them, and sending one is the
 * same as leaving it out.
 */
const documentedDefaults: Readonly<Record<string, string>> = {
  limit: '20',
  offset: '0',
  machine_detection_time: '5000',
  error_if_parent_not_found: 'false',
  legs: 'aleg',
};

/**
 * The same request in one form: without documented defaults and without the id of its path, which the SDK of Python repeats;
 * with values as texts, and with ids by their order.
 */
export function normalised(requests: readonly WireRequest[]): WireRequest[] {
  const ids = new Map<string, string>();
  const named = (value: string): string =>
    value.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!ids.has(id)) ids.set(id, `id-${ids.size + 1}`);
      return ids.get(id) ?? id;
    });
  return requests.map(({ method, path, parameters }) => ({
    method,
    path: named(path).replace(/\/$/, ''),
    parameters: Object.fromEntries(
      Object.entries(parameters)
        .map(([name, value]): [string, string] => [name, named(String(value))])
        .filter(([name, value]) => documentedDefaults[name] !== value && !named(path).includes(value))
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    ),
  }));
}
