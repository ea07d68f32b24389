import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What the server saw on one connection. */
export type Connection = { socket: Socket; received: () => string };

export type RawServer = {
  url: string;
  connections: Connection[];
  /** Everything received on all connections. */
  received: () => string;
  /** How many requests began, by their request lines. */
  requests: () => number;
  close: () => Promise<void>;
};

/**
 * A TCP server that counts bytes and speaks no protocol of its own. `onData` decides what to do whenever something
 * has come in.
 */
export async function startRawServer({
  onData = () => undefined,
}: {
  onData?: (connection: Connection) => void;
} = {}): Promise<RawServer> {
  const connections: Connection[] = [];
  const server = createServer((socket) => {
    let text = '';
    const connection: Connection = { socket, received: () => text };
    connections.push(connection);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      onData(connection);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const received = () => connections.map((connection) => connection.received()).join('');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections,
    received,
    requests: () => received().match(/(?:GET|POST|DELETE) \S+ HTTP\/1\.1\r\n/g)?.length ?? 0,
    async close() {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whether a whole request with a body of known length has come in. */
export function isComplete(text: string): boolean {
  const head = text.lastIndexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return head >= 0 && text.length - head - 4 >= length;
}

export function answer(status: string, body: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}
