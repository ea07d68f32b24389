import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { onTestFinished, vi } from 'vitest';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { keyOf } from '../../support/builders/api-keys.ts';
import { rehearsalFor } from '../../support/pages/rehearsal-for.ts';
import { createScene } from '../../support/pages/scene.ts';
import type { Scene, Send } from '../../support/pages/scene.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import type { SimulatedCarrier } from '../../support/service/carriers/simulated-carrier.ts';
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

/** Adds takeovers of a draft, which nothing runs, and a call that the records do not have, to what the page of the proof shows. */
async function addProof({
  store,
  now,
  simulator: { journal },
}: { store: Store; now: number } & SimulatedCarrier): Promise<void> {
  const draft = await store.findCampaign({ client: 'default', name: 'empty' });
  const killed = { at: now - 60_000, from: 'instance-1', beatAt: now - 90_000, cause: 'dead' } as const;
  const given = { at: now - 8_000, from: 'instance-2', beatAt: null, cause: 'stopping' } as const;
  const taken = { at: now, from: null, beatAt: null, cause: 'released' } as const;
  for (const [fromEpoch, instance, takeover] of [
    [0, 'instance-2', killed],
    [1, null, given],
    [2, 'instance-3', taken],
  ] as const)
    await store.claimCampaign({ campaign: draft?.id ?? '', fromEpoch, instance, takeover });
  const placed = journal.entries().find((entry) => entry.type === 'placed');
  if (placed) journal.append({ ...placed, callUuid: 'call-of-another', attempt: 'att_unknown', to: '1' });
}

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
  return {
    url,
    instance,
    api,
    async createScene() {
      const scene = await createScene({ send: api, untilTrue });
      await addProof({ store, now: Math.floor(place.business.now()), ...place.carrier });
      return scene;
    },
  };
}
