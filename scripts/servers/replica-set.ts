import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** One member of a replica set, as a process. */
export type Member = {
  port: number;
  pid: () => number | undefined;
  kill: () => Promise<void>;
  start: () => Promise<void>;
  signal: (signal: NodeJS.Signals) => void;
  /** False if it does not answer within a second. */
  isPrimary: () => Promise<boolean>;
};

/** A replica set on free ports of the loopback interface. Its data are in a new temporary folder. */
export type ReplicaSet = {
  uri: string;
  members: readonly Member[];
  /** Stops it and removes its data. */
  stop: () => Promise<void>;
};

const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (isOver(child)) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

type Hello = { isWritablePrimary?: boolean; setName?: string };

async function hello(port: number): Promise<Hello | null> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
  });
  try {
    return await client.db('admin').command({ hello: 1 });
  } catch {
    return null;
  } finally {
    await client.close();
  }
}

async function startMember({
  bin,
  folder,
  parameters,
  keyFile,
  environment,
}: {
  bin: string;
  folder: string;
  parameters: readonly string[];
  keyFile: string | null;
  environment: Readonly<Record<string, string>>;
}): Promise<Member & { child: () => ChildProcess }> {
  const port = await freePort();
  const data = join(folder, `data-${port}`);
  await mkdir(data);
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(
      bin,
      [
        '--replSet=test',
        '--bind_ip=127.0.0.1',
        '--nounixsocket',
        `--port=${port}`,
        `--dbpath=${data}`,
        `--logpath=${join(folder, `${port}.log`)}`,
        '--logappend',
        // Small, because several of them run beside tests.
        '--wiredTigerCacheSizeGB=0.25',
        '--oplogSize=256',
        '--setParameter=diagnosticDataCollectionEnabled=false',
        ...parameters.map((parameter) => `--setParameter=${parameter}`),
        ...(keyFile === null ? [] : [`--keyFile=${keyFile}`]),
      ],
      { stdio: 'ignore', env: { ...process.env, ...environment } },
    );
    await until(
      async () => {
        if (isOver(child)) throw new Error(`mongod ended before it was ready: see ${folder}/${port}.log`);
        return (await hello(port)) !== null;
      },
      { what: 'mongod to answer' },
    );
  };
  await start();
  return {
    port,
    pid: () => child.pid,
    start,
    kill: () => end(child, 'SIGKILL'),
    signal: (signal) => void child.kill(signal),
    isPrimary: async () => (await hello(port))?.isWritablePrimary === true,
    child: () => child,
  };
}

/**
 * Starts `size` members. Resolves when one of them is primary. Without `initiate` the members are no replica set yet.
 * `parameters` are further server parameters, such as `enableTestCommands=1`. `reachedAt` returns the port at which the
 * member with this number, from 1, is reached by the others and by clients, if that is not its own. With
 * `hasAccessControl` users must log in; the first user is created without.
 */
export async function startReplicaSet({
  bin,
  size = 1,
  initiate = true,
  parameters = [],
  reachedAt = ({ port }) => port,
  hasAccessControl = false,
  environment = {},
}: {
  bin: string;
  size?: 1 | 3;
  initiate?: boolean;
  parameters?: readonly string[];
  reachedAt?: (member: { number: number; port: number }) => number;
  hasAccessControl?: boolean;
  environment?: Readonly<Record<string, string>>;
}): Promise<ReplicaSet> {
  const folder = await mkdtemp(join(tmpdir(), 'ringmaster-mongod-'));
  const keyFile = hasAccessControl ? join(folder, 'key') : null;
  if (keyFile !== null)
    await writeFile(keyFile, Buffer.from('only the members of a test know this').toString('base64'), {
      mode: 0o600,
    });
  const members = await Promise.all(
    Array.from({ length: size }, () => startMember({ bin, folder, parameters, keyFile, environment })),
  );
  const hosts = members.map(({ port }, index) => `127.0.0.1:${reachedAt({ number: index + 1, port })}`);
  if (initiate) await initiateSet(members, hosts);
  return {
    uri: `mongodb://${hosts.join(',')}/?replicaSet=test`,
    members,
    async stop() {
      await Promise.all(members.map(({ child }) => end(child(), 'SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function initiateSet(members: readonly Member[], hosts: readonly string[]): Promise<void> {
  const [first = { port: 0 }] = members;
  const client = new MongoClient(`mongodb://127.0.0.1:${first.port}/?directConnection=true`);
  await client.db('admin').command({
    replSetInitiate: {
      _id: 'test',
      members: hosts.map((host, _id) => ({ _id, host })),
      // A primary that dies is noticed after two seconds.
      settings: { electionTimeoutMillis: 2_000, heartbeatIntervalMillis: 500 },
    },
  });
  await client.close();
  await until(async () => (await Promise.all(members.map(({ isPrimary }) => isPrimary()))).some((is) => is), {
    what: 'a primary',
  });
}
