import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { onTestFinished, vi } from 'vitest';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { keyOf } from '../../support/builders/api-keys.ts';
import { rehearsalFor } from '../../support/pages/rehearsal-for.ts';
import { createScene } from '../../support/pages/scene.ts';
import type { Scene, Send } from '../../support/pages/scene.ts';
import { createRealTimePlace } from '../../support/service/real-time-place.ts';
import type { RealInstance } from '../../support/service/real-time-place.ts';

/** The keys of an instance that needs a sign-in. */
export const keys = { root: keyOf('root', 'admin', '*'), watcher: keyOf('watcher', 'viewer', '*') };

export type ServedPages = {
  url: string;
  instance: RealInstance;
  /** Sends a request to the API as an administrator, and fails unless it is accepted. */
  api: Send;
  /** Creates what pages show. */
  createScene: () => Promise<Scene>;
};

/**
 * Starts an instance in real time, with a fast business clock and the carrier simulator, behind a port of this machine. With
 * `withKeys` its pages need a sign-in with one of `keys`.
 */
export async function servePages({
  speed = 60,
  withKeys = false,
}: { speed?: number; withKeys?: boolean } = {}): Promise<ServedPages> {
  const place = createRealTimePlace({ speed });
  const store = await openSqliteStore({ path: ':memory:' });
  const rehearse = rehearsalFor({ store, business: place.business });
  const apiKeys = withKeys ? Object.values(keys) : [];
  const instance = await place.start({ name: 'pages', store, apiKeys, rehearse });
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
  const api: Send = async <Answer>(method: string, path: string, body?: unknown) => {
    const isText = typeof body === 'string';
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${keys.root.secret}`,
        ...(body !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const untilTrue = (condition: () => Promise<boolean>): Promise<void> =>
    vi.waitFor(
      async () => {
        if (!(await condition())) throw new Error('the scene is not complete');
      },
      { timeout: 60_000, interval: 100 },
    );
  return { url, instance, api, createScene: () => createScene({ send: api, untilTrue }) };
}
