import { createAdaptorServer } from '@hono/node-server';
import type { WebSocketServerLike } from '@hono/node-server';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerUpgrades } from './answer-upgrades.ts';
import type { Answer } from './answer-upgrades.ts';
import { portError } from '../errors.ts';
import { createListeners } from '../../platform/listeners.ts';
import type { Refused } from './raw-response.ts';
import { refuseMalformed } from './refuse-malformed.ts';

/** The maximum size of a message from a client over a WebSocket. Clients do not need to send any. */
const maxSocketBytes = 1_024;

/** An open port. Its requests wait until the service can answer them. */
export type Listener = {
  url: string;
  port: number;
  /** Sets the function that answers requests. */
  answerWith: (fetch: Answer) => void;
  /** Calls `listener` for each request that is refused before it reaches the service: it is not valid HTTP. */
  onRefused: (listener: (refused: Refused) => void) => void;
  /**
   * Stops listening. Idle connections are closed at once, others (and WebSockets) after `graceMs` milliseconds. A second
   * call resolves with the first.
   */
  close: (input: { graceMs: number }) => Promise<void>;
};

/**
 * Opens the port before the service is composed, so that the service knows its own address. Rejects with
 * `cli.port-unusable`.
 */
export async function listen({ host, port }: { host: string; port: number }): Promise<Listener> {
  const ready = Promise.withResolvers<Answer>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxSocketBytes });
  const refusals = createListeners<Refused>();
  const refusing = { newRequestId: () => `req_${randomUUID()}`, onRefused: refusals.tell };
  const upgrades = answerUpgrades(refusing);
  const server = createAdaptorServer({
    fetch: upgrades.wrap(async (request, bindings) => (await ready.promise)(request, bindings)),
    // Both types describe the same server; they differ only in method overloads.
    websocket: { server: sockets as unknown as WebSocketServerLike },
    // A request for another protocol, such as h2c, or with another method is handled as an ordinary request. As an
    // upgrade it would lose its method and body.
    serverOptions: { shouldUpgradeCallback: isSocketRequest },
  });
  if ('closeIdleConnections' in server) {
    refuseMalformed({ server, ...refusing });
    upgrades.listenTo(server);
  }
  try {
    server.listen(port, host.replace(/^\[|\]$/g, ''));
    await once(server, 'listening');
  } catch (error) {
    throw portError({ error, port, hint: 'Set PORT to another port; 0 uses a free one.' });
  }
  const address = server.address() as AddressInfo;
  const close = async (graceMs: number): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    const cut = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
    }, graceMs);
    await closed;
    clearTimeout(cut);
  };
  let closing: Promise<void> | null = null;
  return {
    url: urlOf(address),
    port: address.port,
    answerWith: ready.resolve,
    onRefused: refusals.add,
    close: ({ graceMs }) => (closing ??= close(graceMs)),
  };
}

function isSocketRequest({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket';
}

/** Returns a URL that other programs can use. A wildcard address becomes localhost. */
function urlOf({ family, address, port }: AddressInfo): string {
  const isWildcard = address === '0.0.0.0' || address === '::';
  const host = isWildcard ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
