import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilReady } from './ready.ts';

/** A running PostgreSQL. `createDatabase` returns the URL of a new, empty database. */
export type Postgres = {
  createDatabase: (name: string) => string;
  dropDatabase: (name: string) => void;
  stop: () => void;
};

/** Its usual durability; memory and checkpoints that do not hold it back. */
const settings = [
  'fsync=on',
  'synchronous_commit=on',
  'shared_buffers=1GB',
  'max_wal_size=8GB',
  'checkpoint_timeout=30min',
  'max_connections=200',
  'jit=off',
];

/** PostgreSQL in a temporary folder. It refuses to run as root: root runs it as the user `postgres`. */
export async function startPostgres(programs: string): Promise<Postgres> {
  const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'bench-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const command = (name: string, ...args: string[]): [string, string[]] =>
    isRoot
      ? ['runuser', ['-u', 'postgres', '--', join(programs, name), ...args]]
      : [join(programs, name), args];
  const run = (name: string, ...args: string[]): void => {
    execFileSync(...command(name, ...args), { stdio: ['ignore', 'ignore', 2], cwd: folder });
  };
  if (isRoot) {
    chmodSync(folder, 0o755);
    execFileSync('chown', ['-R', 'postgres', folder]);
  }
  run('initdb', '-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8');
  const place = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const server = spawn(...command('postgres', ...place, ...flags), { stdio: 'ignore', cwd: folder });
  const reach = ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench'];
  await untilReady(port, async () => {
    try {
      execFileSync(...command('pg_isready', '-q', ...reach), { stdio: 'ignore', cwd: folder });
      return true;
    } catch {
      return false;
    }
  });
  return {
    createDatabase(name) {
      run('createdb', ...reach, name);
      return `postgres://bench@127.0.0.1:${port}/${name}`;
    },
    dropDatabase(name) {
      run('dropdb', ...reach, '--force', '--if-exists', name);
    },
    stop() {
      run('pg_ctl', 'stop', '-D', data, '-m', 'fast');
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
