import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

const tables = ['/proc/net/tcp', '/proc/net/tcp6'];
/** The state LISTEN, and the columns of a table: proc_pid_net(5). */
const listening = '0A';
const columns = { local: 1, state: 3, inode: 9 };

/**
 * Returns the process that listens on a TCP port of this machine; null if it is not found, for example because it
 * belongs to another user.
 */
export function findPortHolder(port: number): number | null {
  try {
    return existsSync('/proc/net/tcp') ? findInProc(port) : findByLsof(port);
  } catch {
    return null;
  }
}

function findInProc(port: number): number | null {
  const sockets = new Set(
    tables
      .filter((table) => existsSync(table))
      .flatMap((table) => listeningInodes({ table: readFileSync(table, 'utf8'), port }))
      .map((inode) => `socket:[${inode}]`),
  );
  if (sockets.size === 0) return null;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const holder = pids.find((pid) => filesOf(pid).some((file) => sockets.has(file)));
  return holder === undefined ? null : Number(holder);
}

/** Returns the inodes of the sockets in a table of proc_pid_net(5) that listen on the port, on any address. */
export function listeningInodes({ table, port }: { table: string; port: number }): string[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const inode = fields[columns.inode];
    const isIt = fields[columns.local]?.endsWith(ending) && fields[columns.state] === listening;
    return isIt && inode !== undefined ? [inode] : [];
  });
}

/** Returns the open files of a process; empty for a process of another user, or one that has just ended. */
function filesOf(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(`${folder}/${name}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** Uses lsof, because macOS has no /proc. */
function findByLsof(port: number): number | null {
  const text = execFileSync('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? null : pid;
}
