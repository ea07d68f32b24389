import { join } from 'node:path';
import { peers } from '../peers.ts';
import type { PeerName } from '../peers.ts';
import { startPostgres } from './postgres.ts';
import { findPostgres, findRedis, versionOf } from './programs.ts';
import { startRedis } from './redis.ts';

/** The place of a queue's database. */
type Place = { url: string } | { redisPort: number };

/** The servers of the peers, for all rounds. */
export type Servers = {
  /** One line each. */
  versions: readonly string[];
  /** What is not on this machine and could not be installed, and which peers are skipped. */
  missing: readonly string[];
  isThereFor: (peer: PeerName) => boolean;
  /** Gives the peer an empty database to run in, and removes it afterwards. */
  withDatabase: <Result>(peer: PeerName, run: (place: Place) => Promise<Result>) => Promise<Result>;
  stop: () => Promise<void>;
};

const skipped = {
  redis:
    'BullMQ IS SKIPPED: redis-server is not on this machine. Install Redis, or set REDIS_SERVER_BIN to it.',
  postgres:
    'graphile-worker, pg-boss and DBOS ARE SKIPPED: PostgreSQL is not on this machine. Install it, or set INITDB_BIN to its initdb.',
};

/** Finds the programs and starts PostgreSQL; Redis is started for each run. */
export async function openServers(): Promise<Servers> {
  const programs = { redis: findRedis(), postgres: findPostgres() };
  const postgres = programs.postgres === null ? null : await startPostgres(programs.postgres);
  let databases = 0;

  async function withRedis<Result>(run: (place: Place) => Promise<Result>): Promise<Result> {
    if (programs.redis === null) throw new Error(skipped.redis);
    const redis = await startRedis(programs.redis);
    try {
      return await run({ redisPort: redis.port });
    } finally {
      await redis.stop();
    }
  }

  async function withPostgres<Result>(run: (place: Place) => Promise<Result>): Promise<Result> {
    if (postgres === null) throw new Error(skipped.postgres);
    const name = `bench_${(databases += 1)}`;
    const url = postgres.createDatabase(name);
    try {
      return await run({ url });
    } finally {
      postgres.dropDatabase(name);
    }
  }

  return {
    versions: [
      ...(programs.postgres === null ? [] : [`- ${versionOf(join(programs.postgres, 'postgres'))}`]),
      ...(programs.redis === null ? [] : [`- ${versionOf(programs.redis)}`]),
    ],
    missing: (['redis', 'postgres'] as const)
      .filter((server) => programs[server] === null)
      .map((server) => skipped[server]),
    isThereFor: (peer) => programs[peers[peer].server] !== null,
    withDatabase: (peer, run) => (peers[peer].server === 'redis' ? withRedis(run) : withPostgres(run)),
    async stop() {
      await Promise.resolve(postgres?.stop());
    },
  };
}
