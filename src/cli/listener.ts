import { createAdaptorServer } from '@hono/node-server';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { portError } from './errors.ts';

/** A port that is ours, whose requests wait until there is somebody to answer them. */
export type Listener = {
  url: string;
  port: number;
  /** From now on these answer. */
  answerWith: (fetch: (request: Request) => Promise<Response>) => void;
  /** Takes no new connections; those that are idle, or still open after `graceMs`, are cut. */
  close: (input: { graceMs: number }) => Promise<void>;
};

/** Listens before anything is composed, so that the service knows its own address. Rejects with `cli.port-unusable`. */
export async function listen({ host, port }: { host: string; port: number }): Promise<Listener> {
  const ready = Promise.withResolvers<(request: Request) => Promise<Response>>();
  const server = createAdaptorServer({
    fetch: async (request) => (await ready.promise)(request),
  });
  try {
    server.listen(port, host.replace(/^\[|\]$/g, ''));
    await once(server, 'listening');
  } catch (error) {
    throw portError({ error, port, hint: 'Set PORT to another one; 0 takes a free one.' });
  }
  const address = server.address() as AddressInfo;
  return {
    url: urlOf(address),
    port: address.port,
    answerWith: ready.resolve,
    async close({ graceMs }) {
      const closed = once(server, 'close');
      server.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      const cut = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** An address others can use: a wildcard stands for this machine. */
function urlOf({ family, address, port }: AddressInfo): string {
  const isWildcard = address === '0.0.0.0' || address === '::';
  const host = isWildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
