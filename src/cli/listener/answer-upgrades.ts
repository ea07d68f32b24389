import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { rawProblem, rawResponse } from './raw-response.ts';

export type Answer = (request: Request, surroundings: object) => Promise<Response>;

/** Headers that say something about the connection of a response. */
const ofConnection = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * A request for a WebSocket (RFC 6455) that the service refuses gets the whole response, with its headers and body: the
 * adapter would send the status alone. With a second listener for `upgrade` the adapter leaves refusals to us. `wrap`
 * goes around what answers requests.
 */
export function answerUpgrades(): { wrap: (answer: Answer) => Answer; listenTo: (server: Server) => void } {
  const asked = new WeakSet<object>();
  return {
    wrap: (answer) => async (request, surroundings) => {
      if (!isUpgrade(surroundings)) return answer(request, surroundings);
      asked.add(surroundings.incoming);
      const { socket } = surroundings.incoming;
      try {
        const response = await answer(request, surroundings);
        if (response.headers.get('upgrade') !== 'websocket' || response.status >= 400)
          end(socket, await asText(response));
        return response;
      } catch (error) {
        end(socket, rawProblem({ status: 500, code: 'internal.fault', detail: 'The request failed.' }));
        throw error;
      }
    },
    listenTo(server) {
      // The adapter's listener comes first and asks at once, unless it cannot make a request of what came.
      server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
        if (asked.has(incoming)) return;
        const detail = 'What came is not an HTTP request.';
        end(socket, rawProblem({ status: 400, code: 'request.malformed-http', detail }));
      });
    },
  };
}

/** Requests that ask for a socket come without a response to write to. */
function isUpgrade(surroundings: object): surroundings is { incoming: IncomingMessage } {
  return 'incoming' in surroundings && 'outgoing' in surroundings && surroundings.outgoing === undefined;
}

async function asText(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => !ofConnection.has(name));
  return rawResponse({
    status: response.status,
    headers: Object.fromEntries(headers),
    body: await response.text(),
  });
}

function end(socket: Duplex, text: string): void {
  if (socket.writable) socket.end(text);
}
