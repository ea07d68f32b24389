import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { rawProblem, rawResponse } from './raw-response.ts';
import type { Refused } from './raw-response.ts';

export type Answer = (request: Request, bindings: object) => Promise<Response>;

/** Headers about the connection of a response. */
const ofConnection = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/**
 * Sends the whole response, with headers and body, if the service refuses a request for a WebSocket (RFC 6455). The
 * adapter alone would send only the status. With a second `upgrade` listener the adapter does not send refusals
 * itself. `wrap` wraps the function that answers requests.
 */
export function answerUpgrades({
  newRequestId,
  onRefused,
}: {
  newRequestId: () => string;
  onRefused: (refused: Refused) => void;
}): { wrap: (answer: Answer) => Answer; listenTo: (server: Server) => void } {
  const asked = new WeakSet<object>();
  const refuse = (socket: Duplex, refusal: { status: number; code: string; detail: string }): void => {
    const refused = { ...refusal, requestId: newRequestId() };
    onRefused(refused);
    end(socket, rawProblem(refused));
  };
  return {
    wrap: (answer) => async (request, bindings) => {
      if (!isUpgrade(bindings)) return answer(request, bindings);
      asked.add(bindings.incoming);
      const { socket } = bindings.incoming;
      try {
        const response = await answer(request, bindings);
        if (response.headers.get('upgrade') !== 'websocket' || response.status >= 400)
          end(socket, await asText(response));
        return response;
      } catch (error) {
        refuse(socket, { status: 500, code: 'internal.fault', detail: 'The request failed.' });
        throw error;
      }
    },
    listenTo(server) {
      // The adapter's listener runs first and calls the wrapped function at once, unless the data is not a valid
      // request.
      server.on('upgrade', (incoming: IncomingMessage, socket: Duplex) => {
        if (asked.has(incoming)) return;
        const detail = 'The data received is not an HTTP request.';
        refuse(socket, { status: 400, code: 'request.malformed-http', detail });
      });
    },
  };
}

/** Whether a request is for a WebSocket: such a request has no response object. */
function isUpgrade(bindings: object): bindings is { incoming: IncomingMessage } {
  return 'incoming' in bindings && 'outgoing' in bindings && bindings.outgoing === undefined;
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
