import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Passes connections on to a real server, and writes another version of the same length into its answers. */
export async function startVersionProxy({
  port,
  version,
  shown,
}: {
  port: number;
  version: string;
  shown: string;
}): Promise<{ port: number; stop: () => void }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(port, '127.0.0.1');
    for (const end of [socket, upstream]) {
      open.add(end);
      end.on('error', () => undefined);
    }
    socket.pipe(upstream);
    upstream.on('data', (part) => {
      for (let at = part.indexOf(version); at >= 0; at = part.indexOf(version, at + 1)) part.write(shown, at);
      socket.write(part);
    });
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
