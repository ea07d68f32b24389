/**
 * `npm run cluster`: starts a MongoDB replica set and nats-server from the programs on this machine, runs
 * `ringmaster cluster` with them, and stops them. All arguments are passed on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startNatsServer } from './servers/nats-server.ts';
import { startReplicaSet } from './servers/replica-set.ts';
import { findServer, servers } from './servers/servers.ts';

const command = fileURLToPath(new URL('../bin/ringmaster.js', import.meta.url));

/** Returns the paths of both servers, or what is missing and how to get it. */
function findServers(): { mongod: string; nats: string } | { missing: readonly string[] } {
  try {
    const [mongod, nats] = [findServer('mongod'), findServer('nats')];
    if (mongod !== null && nats !== null) return { mongod, nats };
    const absent = [...(mongod === null ? [servers.mongod] : []), ...(nats === null ? [servers.nats] : [])];
    return { missing: absent.map((one) => `There is no ${one.program} on this machine: ${one.howToGet}.`) };
  } catch (error) {
    return { missing: [error instanceof Error ? error.message : String(error)] };
  }
}

const found = findServers();
if ('missing' in found) {
  process.stderr.write(`${found.missing.join('\n')}\n`);
  process.exit(1);
}

const stopping: (() => Promise<void>)[] = [];
try {
  process.stderr.write(`Starting ${found.mongod} and ${found.nats}\n`);
  const database = await startReplicaSet({ bin: found.mongod, size: 3 });
  stopping.push(database.stop);
  const bus = await startNatsServer({ bin: found.nats, jetStream: true });
  stopping.push(bus.stop);
  const child = spawn(process.execPath, [command, 'cluster', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: {
      ...process.env,
      MONGODB_URI: database.uri.replace('/?', '/ringmaster?'),
      NATS_URL: bus.url,
    },
  });
  // The cluster ends on Ctrl-C by itself; the servers are stopped afterwards.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  for (const stop of stopping.reverse()) await stop();
}
