import { afterAll, beforeAll } from 'vitest';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import type { NatsServer } from '../../../scripts/servers/nats-server.ts';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import type { ReplicaSet } from '../../../scripts/servers/replica-set.ts';

/**
 * Starts a replica set before the tests of a block, and stops it after them. Call it in a block that runs only if `bin`
 * is there.
 */
export function useReplicaSet(
  bin: string | null,
  options: Omit<Parameters<typeof startReplicaSet>[0], 'bin'> = {},
): () => ReplicaSet {
  return useServer(() => startReplicaSet({ bin: bin ?? '', ...options }));
}

/** Does the same with a nats-server. */
export function useNatsServer(
  bin: string | null,
  options: Omit<Parameters<typeof startNatsServer>[0], 'bin'> = {},
): () => NatsServer {
  return useServer(() => startNatsServer({ bin: bin ?? '', ...options }));
}

function useServer<Server extends { stop: () => Promise<void> }>(start: () => Promise<Server>): () => Server {
  let server: Server | null = null;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(async () => {
    await server?.stop();
  });
  return () => {
    if (!server) throw new Error('the server is started before the first test, not before the block');
    return server;
  };
}
