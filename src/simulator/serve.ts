import { createAdaptorServer, type HttpBindings, type ServerType } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connectWebSocket } from './connect-stream.ts';
import { createSimulator, type Simulator, type SimulatorNeeds } from './simulator.ts';
import { ConnectionReset } from './api/fault-replies.ts';

export type SimulatorServer = {
  /** Such as `http://127.0.0.1:4010`. The API is under /v1/Account. */
  url: string;
  port: number;
  simulator: Simulator;
  /** Stops listening, closes open connections and stops the simulator. */
  close: () => Promise<void>;
};

/** Streams have real connections. */
export type ServeSimulatorNeeds = Omit<SimulatorNeeds, 'fetchCallback' | 'connectStream'> & {
  /** 0 uses any free port. */
  port?: number;
  host?: string;
  fetchCallback?: SimulatorNeeds['fetchCallback'];
};

/** Serves a simulator over TCP. Rejects if the port is not available. Injected resets destroy the socket. */
export async function serveSimulator({
  port = 0,
  host = '127.0.0.1',
  fetchCallback = fetch,
  ...needs
}: ServeSimulatorNeeds): Promise<SimulatorServer> {
  const ready = Promise.withResolvers<Simulator>();
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      try {
        return await (await ready.promise).fetch(request, env);
      } catch (error) {
        if (!(error instanceof ConnectionReset) && !request.signal.aborted) throw error;
        (env as HttpBindings).incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  server.listen(port, host);
  await once(server, 'listening');
  // Only when the port is bound: a simulator resumes the calls of its journal as soon as it is created.
  const simulator = createOrClose(server, { ...needs, fetchCallback, connectStream: connectWebSocket });
  ready.resolve(simulator);
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost}:${address.port}`,
    port: address.port,
    simulator,
    close: async () => {
      simulator.close();
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

function createOrClose(server: ServerType, needs: SimulatorNeeds): Simulator {
  try {
    return createSimulator(needs);
  } catch (error) {
    server.close();
    throw error;
  }
}
