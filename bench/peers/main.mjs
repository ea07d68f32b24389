import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findServers, startPostgres, startRedis } from './servers.mjs';

const runFile = promisify(execFile);
const one = fileURLToPath(new URL('one.mjs', import.meta.url));
const jobs = Number(process.argv[2] ?? 20_000);

/** `node main.mjs <jobs>`: every peer this machine has a server for; one JSON line per peer on stdout. */
const servers = findServers();
for (const [name, found] of Object.entries({ 'redis-server': servers.redis, PostgreSQL: servers.initdb })) {
  if (!found) process.stderr.write(`\n!!! PEERS SKIPPED: ${name} is not on this machine !!!\n\n`);
}

async function measure(peer, title, input) {
  try {
    const { stdout } = await runFile(process.execPath, [one, peer, JSON.stringify({ ...input, jobs })], {
      timeout: 240_000,
      maxBuffer: 1e8,
    });
    print({ title, ...JSON.parse(stdout.trim().split('\n').at(-1)) });
  } catch (error) {
    print({ title, perSecond: null, setting: String(error.stderr || error).slice(-300) });
  }
}

function print(result) {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

if (servers.redis) {
  const redis = await startRedis(servers.redis);
  await measure('bullmq', 'BullMQ 6', { redisPort: redis.port });
  await redis.stop();
}
if (servers.initdb) {
  const postgres = await startPostgres(servers.initdb);
  const { Client } = (await import('pg')).default;
  const admin = new Client({ connectionString: postgres.url('postgres') });
  await admin.connect();
  for (const [peer, title] of [
    ['graphile', 'graphile-worker 0.17'],
    ['pg-boss', 'pg-boss 10'],
    ['dbos', 'DBOS 5'],
  ]) {
    const database = `bench_${peer.replace('-', '_')}`;
    await admin.query(`create database ${database}`);
    await measure(peer, title, { url: postgres.url(database) });
  }
  await admin.end();
  await postgres.stop();
}
