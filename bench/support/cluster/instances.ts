import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { Bus } from '../../../src/messaging/contract.ts';
import { openNatsBus } from '../../../src/messaging/nats/nats-bus.ts';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import { findServer, servers } from '../../../scripts/servers/servers.ts';
import type { InstanceNews, InstanceOrder } from '../../cluster-instance.ts';
import { startDatabase } from './database.ts';

const program = fileURLToPath(new URL('../../cluster-instance.ts', import.meta.url));

type Ready = Extract<InstanceNews, { kind: 'ready' }>;
type Runs = Extract<InstanceNews, { kind: 'runs' }>;

/** An instance in a process of its own. */
export type Instance = {
  name: string;
  ready: Promise<Ready>;
  /** What it runs now. */
  runs: () => Runs;
  /** Resolves at the next touch. */
  touch: () => Promise<void>;
  /** Resolves when what it runs fits. Rejects after ten minutes. */
  untilRuns: (fits: (runs: Runs) => boolean) => Promise<void>;
  /** Sends the signal. Resolves when the process has ended. */
  end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>;
};

/** A replica set and a nats-server, and instances that share them. */
export type BenchCluster = {
  uri: string;
  natsUrl: string;
  mongodPid: number;
  begin: (input: { database: string; campaigns: readonly string[] }) => Instance;
  /** Kills every instance, and stops both servers. */
  stop: () => Promise<void>;
};

const waitMs = 600_000;

export async function startBenchCluster(): Promise<BenchCluster> {
  const { nats } = servers;
  const bin = findServer('nats');
  if (bin === null) throw new Error(`There is no ${nats.program} on this machine: ${nats.howToGet}.`);
  const database = await startDatabase();
  const bus = await startNatsServer({ bin, jetStream: true });
  const begun: Instance[] = [];
  return {
    uri: database.uri,
    natsUrl: bus.url,
    mongodPid: database.members[0]?.pid() ?? 0,
    begin(input) {
      const name = `instance-${begun.length + 1}`;
      const instance = startInstance({ ...input, instance: name, uri: database.uri, natsUrl: bus.url });
      begun.push(instance);
      return instance;
    },
    async stop() {
      await Promise.all(begun.map(({ end }) => end('SIGKILL')));
      await bus.stop();
      await database.stop();
    },
  };
}

/** Opens the bus of an instance. */
export function openBus({
  natsUrl,
  name,
  prefix,
}: {
  natsUrl: string;
  name: string;
  prefix: string;
}): Promise<Bus> {
  return openNatsBus({
    access: { servers: [natsUrl] },
    streams: { replicas: 1, eventsDays: 0 },
    name,
    prefix,
    log: pino({ level: process.env['BENCH_LOG'] ?? 'silent' }),
    random: Math.random,
  });
}

function startInstance(order: InstanceOrder): Instance {
  const child = fork(program, [], { stdio: ['ignore', 2, 2, 'ipc'] });
  // Not an argument of the process: the ids of 10,000 campaigns are longer than the system allows.
  child.send(order);
  const ready = Promise.withResolvers<Ready>();
  let runs: Runs = { kind: 'runs', owned: 0, loaded: 0 };
  child.on('message', (news: InstanceNews) => {
    if (news.kind === 'ready') ready.resolve(news);
    if (news.kind === 'runs') runs = news;
  });
  const next = (fits: (news: InstanceNews) => boolean): Promise<void> => nextNews(child, fits);
  return {
    name: order.instance,
    ready: ready.promise,
    runs: () => runs,
    touch: () => next(({ kind }) => kind === 'touch'),
    async untilRuns(fits) {
      if (!fits(runs)) await next((news) => news.kind === 'runs' && fits(news));
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

/** Resolves at the first news that fits. Rejects if the process ends, or after ten minutes. */
function nextNews(child: ChildProcess, fits: (news: InstanceNews) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(new Error('an instance did not report in time')), waitMs);
    const onMessage = (news: InstanceNews): void => {
      if (fits(news)) finish();
    };
    const onExit = (): void => finish(new Error('an instance ended'));
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      if (error) reject(error);
      else resolve();
    };
    child.on('message', onMessage).on('exit', onExit);
  });
}
