import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../../scripts/servers/find-program.ts';

const install = fileURLToPath(new URL('../../../scripts/servers/install.sh', import.meta.url));
const debianPostgres = '/usr/lib/postgresql';

/** The path of redis-server; installs it below the cache when this machine has none, null if that fails. */
export function findRedis(): string | null {
  const find = (): string | null =>
    findProgram({
      environment: process.env,
      variable: 'REDIS_SERVER_BIN',
      name: 'redis-server',
      cached: 'redis/redis-server',
    });
  const found = find();
  if (found) return found;
  try {
    execFileSync('bash', [install, 'redis'], { stdio: ['ignore', 2, 2] });
  } catch {
    return null;
  }
  return find();
}

/** The folder of initdb, postgres and pg_ctl: the newest version on this machine, null if there is none. */
export function findPostgres(): string | null {
  const named = process.env['INITDB_BIN'];
  if (!named && existsSync(debianPostgres)) {
    // Debian puts only the client programs on PATH.
    const versions = readdirSync(debianPostgres).sort((left, right) => Number(right) - Number(left));
    const folders = versions.map((version) => join(debianPostgres, version, 'bin'));
    const found = folders.find((folder) => existsSync(join(folder, 'initdb')));
    if (found) return found;
  }
  const initdb = findProgram({
    environment: process.env,
    variable: 'INITDB_BIN',
    name: 'initdb',
    cached: 'postgresql/bin/initdb',
  });
  return initdb && dirname(initdb);
}

/** The first line of `program --version`. */
export function versionOf(program: string): string {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0]?.trim() ?? '';
}
