import { createAdaptorServer } from '@hono/node-server';
import type { WebSocketServerLike } from '@hono/node-server';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerUpgrades } from './answer-upgrades.ts';
import type { Answer } from './answer-upgrades.ts';
import { portError } from '../errors.ts';
import { refuseMalformed } from './refuse-malformed.ts';

/** No client needs to send anything over a socket. */
const mostSocketBytes = 1_024;

/** An open port. Its requests wait until the service can answer them. */
export type Listener = {
  url: string;
  port: number;
  /** From now on these answer. */
  answerWith: (fetch: Answer) => void;
  /** Takes no new connections; those that are idle, or still open after `graceMs`, are cut, sockets too. */
  close: (input: { graceMs: number }) => Promise<void>;
};

/** Listens before anything is composed, so that the service knows its own address. Rejects with `cli.port-unusable`. */
export async function listen({ host, port }: { host: string; port: number }): Promise<Listener> {
  const ready = Promise.withResolvers<Answer>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostSocketBytes });
  const upgrades = answerUpgrades();
  const server = createAdaptorServer({
    fetch: upgrades.wrap(async (request, surroundings) => (await ready.promise)(request, surroundings)),
    // Both mean the same server; they differ in how they overload their methods.
    websocket: { server: sockets as unknown as WebSocketServerLike },
    // A request that offers another protocol, such as h2c, is an ordinary one; so is one by another method, which
    // would lose method and body.
    serverOptions: { shouldUpgradeCallback: isSocketRequest },
  });
  if ('closeIdleConnections' in server) {
    refuseMalformed(server);
    upgrades.listenTo(server);
  }
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
        for (const socket of sockets.clients) socket.terminate();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function isSocketRequest({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket';
}

/** An address others can use: a wildcard stands for this machine. */
function urlOf({ family, address, port }: AddressInfo): string {
  const isWildcard = address === '0.0.0.0' || address === '::';
  const host = isWildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
