import type { WSContext, WSEvents } from 'hono/ws';
import { WebSocket } from 'ws';
import type { Clock } from '../../platform/clock.ts';
import { beatMs } from '../sse/event-stream.ts';
import type { StreamEvent, StreamInput } from '../sse/event-stream.ts';

/** The status codes of a closed socket (RFC 6455, section 7.4.1). */
const closing = { done: 1000, goingAway: 1001, failed: 1011 } as const;

/**
 * Creates the handlers of a WebSocket that `fill` writes until it returns or the reader has disconnected. Each event
 * is a text message of JSON: `{"event": …, "data": …}`. `send` resolves when the message was passed to the network,
 * so messages do not accumulate for a slow reader. A ping every 15 seconds prevents proxies from closing the socket;
 * a reader that has not answered by the next ping is disconnected. Messages of the reader are ignored.
 */
export function socketStream({
  system,
  stopping,
  fill,
  onError,
  toMessage = ({ event, data }) => ({ event, data }),
}: StreamInput & {
  /** What is sent for an event, if it is not the event with its name. */
  toMessage?: (event: StreamEvent) => unknown;
}): WSEvents {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  return {
    onOpen(_event, context) {
      const socket = socketOf(context);
      const isStopping = (): void => socket.close(closing.goingAway, 'the service is stopping');
      if (stopping.aborted) return isStopping();
      stopping.addEventListener('abort', isStopping, { once: true });
      stopping.addEventListener('abort', leave, { once: true });
      const endBeats = keepAlive({ system, socket });
      void fill({ gone: gone.signal, send: (event) => sendOver(socket, toMessage(event), gone.signal) })
        .then(() => socket.close(closing.done))
        .catch((error: unknown) => {
          onError(error);
          socket.close(closing.failed);
        })
        .finally(() => {
          endBeats();
          stopping.removeEventListener('abort', isStopping);
          stopping.removeEventListener('abort', leave);
        });
    },
    onClose: leave,
    onError: leave,
  };
}

/**
 * Resolves when the message was sent or the reader has disconnected. It removes its listener, because a socket may
 * stay open for weeks.
 */
function sendOver(socket: WebSocket, message: unknown, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (gone.aborted) return resolve();
    const done = (): void => {
      gone.removeEventListener('abort', done);
      resolve();
    };
    gone.addEventListener('abort', done);
    socket.send(JSON.stringify(message), done);
  });
}

function keepAlive({ system, socket }: { system: Clock; socket: WebSocket }): () => void {
  let isAnswered = true;
  let cancel: () => void = () => undefined;
  socket.on('pong', () => (isAnswered = true));
  const again = (): void => {
    cancel = system.at(system.now() + beatMs, () => {
      if (!isAnswered) return socket.terminate();
      isAnswered = false;
      socket.ping();
      again();
    });
  };
  again();
  return () => cancel();
}

function socketOf({ raw }: WSContext): WebSocket {
  if (raw instanceof WebSocket) return raw;
  throw new TypeError('the server created a socket of an unexpected type');
}
