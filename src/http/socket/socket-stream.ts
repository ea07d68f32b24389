import type { WSContext, WSEvents } from 'hono/ws';
import { WebSocket } from 'ws';
import type { Clock } from '../../platform/clock.ts';
import { beatMs } from '../sse/event-stream.ts';
import type { StreamEvent, StreamInput } from '../sse/event-stream.ts';

/** Why a socket is closed (RFC 6455, section 7.4.1). */
const closing = { done: 1000, goingAway: 1001, trouble: 1011 } as const;

/**
 * A WebSocket that `fill` writes until it returns or nobody listens any more: one text message of JSON per event,
 * `{"event": …, "data": …}`. `send` resolves when the message has left for the network, so for a reader that does not
 * keep up nothing piles up. A ping every 15 s keeps proxies from closing it; who has not answered by the next one is
 * cut off. What the reader sends is not listened to.
 */
export function socketStream({ system, stopping, fill, onError }: StreamInput): WSEvents {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  return {
    onOpen(_event, context) {
      const socket = socketOf(context);
      const isStopping = (): void => socket.close(closing.goingAway, 'the service stops');
      if (stopping.aborted) return isStopping();
      stopping.addEventListener('abort', isStopping, { once: true });
      stopping.addEventListener('abort', leave, { once: true });
      const endBeats = keepAlive({ system, socket });
      void fill({ gone: gone.signal, send: (event) => sendOver(socket, event, gone.signal) })
        .then(() => socket.close(closing.done))
        .catch((error: unknown) => {
          onError(error);
          socket.close(closing.trouble);
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

/** Resolves when there is room for more, or when it is all over. Leaves nothing behind: a socket may live for weeks. */
function sendOver(socket: WebSocket, { event, data }: StreamEvent, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (gone.aborted) return resolve();
    const done = (): void => {
      gone.removeEventListener('abort', done);
      resolve();
    };
    gone.addEventListener('abort', done);
    socket.send(JSON.stringify({ event, data }), done);
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
  throw new TypeError('the server made a socket of another kind');
}
