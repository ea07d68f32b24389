import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const tries = 200;
const everyMs = 50;

/** A port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Resolves when `probe` does, or when the port accepts connections; rejects after ten seconds. */
export async function untilReady(
  port: number,
  probe: () => Promise<boolean> = () => accepts(port),
): Promise<void> {
  for (let number = 0; number < tries; number += 1) {
    if (await probe()) return;
    await wait(everyMs);
  }
  throw new Error(`the server on port ${port} did not accept a connection within ten seconds`);
}
