import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createRealTimePlace } from '../../support/service/real-time-place.ts';
import type { RealInstance } from '../../support/service/real-time-place.ts';

export type ServedPages = {
  url: string;
  instance: RealInstance;
  /** Sends a request to the API as JSON, and fails unless it is accepted. */
  api: <Answer = unknown>(method: string, path: string, body?: unknown) => Promise<Answer>;
};

/** Starts an instance in real time, with a fast business clock and the carrier simulator, behind a port of this machine. */
export async function servePages({ speed = 60 }: { speed?: number } = {}): Promise<ServedPages> {
  const place = createRealTimePlace({ speed });
  const store = await openSqliteStore({ path: ':memory:' });
  const instance = await place.start({ name: 'pages', store });
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve) => {
      const opened = serve(
        { fetch: (request, env) => instance.fetch(request, env), hostname: '127.0.0.1', port: 0 },
        (address: AddressInfo) => resolve({ server: opened, port: address.port }),
      );
    },
  );
  const url = `http://127.0.0.1:${port}`;
  onTestFinished(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
    await instance.stop();
    await store.close();
  });
  return {
    url,
    instance,
    async api<Answer>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && {
          body: typeof body === 'string' ? body : JSON.stringify(body),
          headers: { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' },
        }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Answer;
    },
  };
}
