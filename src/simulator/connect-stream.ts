import { WebSocket } from 'ws';
import type { ConnectStream } from './answer/stream-socket.ts';

/** Connects to a bot over a real WebSocket. */
export const connectWebSocket: ConnectStream = (url, on) => {
  const socket = new WebSocket(url);
  const own = {
    send(text: string): void {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
  socket.on('open', () => on.open(own));
  socket.on('message', (data: Buffer) => on.message(data.toString()));
  // An error is followed by the close.
  socket.on('error', () => undefined);
  socket.on('close', on.close);
  return own;
};
