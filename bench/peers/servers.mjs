import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A port nobody listens on just now. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function find(name, folders) {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const usual = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/** Where the servers' programs are; null for one that this machine does not have. */
export function findServers() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return {
    redis: find('redis-server', usual),
    initdb: find('initdb', [...versions.map((version) => join(base, version, 'bin')), ...usual]),
  };
}

/** Redis that syncs its log at every write, in a scratch folder. */
export async function startRedis(program) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const port = await freePort();
  const server = spawn(
    program,
    [
      '--port',
      port,
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
    ],
    { stdio: 'ignore' },
  );
  await wait(700);
  return {
    port,
    async stop() {
      server.kill('SIGKILL');
      await wait(200);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL with its usual durability and 512 MB of buffers, in a scratch folder; root hands it to `postgres`. */
export async function startPostgres(initdb) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const asUser = (args) =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', ...args]] : [args[0], args.slice(1)];
  if (isRoot) {
    chmodSync(folder, 0o755);
    execFileSync('chown', ['-R', 'postgres', folder]);
  }
  const [program, args] = asUser([initdb, '-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8']);
  execFileSync(program, args, { stdio: 'ignore', cwd: folder });
  const settings = [
    'shared_buffers=512MB',
    'synchronous_commit=on',
    'fsync=on',
    'max_connections=200',
    'max_wal_size=4GB',
  ];
  const [run, runArgs] = asUser([
    initdb.replace(/initdb$/, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  const server = spawn(run, runArgs, { stdio: 'ignore', cwd: folder });
  await wait(2_500);
  return {
    url: (database) => `postgres://bench@127.0.0.1:${port}/${database}`,
    async stop() {
      const [stop, stopArgs] = asUser([
        initdb.replace(/initdb$/, 'pg_ctl'),
        'stop',
        '-D',
        data,
        '-m',
        'fast',
      ]);
      execFileSync(stop, stopArgs, { stdio: 'ignore', cwd: folder });
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
