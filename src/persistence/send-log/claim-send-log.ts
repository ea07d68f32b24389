import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type ClaimedSendLog = { path: string; release: () => void };

/** More processes than this share no data folder. */
const most = 64;
/** The code of SQLite for a file that another process has locked. */
const busy = 5;

/**
 * Claims a send log of a data folder that several processes may use: the first one that no living process has, of
 * `sends.log`, `sends-2.log` and so on. So the attempts of a dead process are proved by the next one, and a process never
 * reads the log of one that is alive, whose unsent attempts may still be sent. If none can be claimed, it is a log of this
 * instance alone, which proves nothing of others.
 */
export function claimSendLog({ folder, instance }: { folder: string; instance: string }): ClaimedSendLog {
  for (let number = 1; number <= most; number += 1) {
    const path = join(folder, number === 1 ? 'sends.log' : `sends-${number}.log`);
    const lock = lockFile(`${path}.lock`);
    if (lock === 'failed') break;
    if (lock !== 'busy') return { path, release: () => lock.close() };
  }
  return { path: join(folder, `sends-${instance}.log`), release: () => undefined };
}

/** Locks a file until it is closed or the process ends, however it ends: SQLite has a lock of the system on it. */
function lockFile(path: string): DatabaseSync | 'busy' | 'failed' {
  let lock: DatabaseSync | null = null;
  try {
    createPrivate(path);
    lock = new DatabaseSync(path, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    return isBusy(error) ? 'busy' : 'failed';
  }
}

/** Only the owner may read the files of a data folder. A file that exists is not opened: to close it would end its lock. */
function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}
