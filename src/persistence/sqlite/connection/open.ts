import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder } from '../../../platform/make-folder.ts';
import { makePrivate, privateFile } from '../../../platform/private-files.ts';
import { createGuard, logSizeLimit } from '../guard/guard.ts';
import type { Guard } from '../guard/guard.ts';
import { createConnection, type Connection, type Synchronous } from './connection.ts';
import {
  lockedFailure,
  noRoomFailure,
  sqliteCodeOf,
  translateFailure,
  unreadableFailure,
} from './failures.ts';
import { inspectFile } from './inspect.ts';
import { migrate } from './migrate.ts';

export type OpenOptions = {
  /** A file, or `:memory:` for a store whose data is lost when the process ends. */
  path: string;
  synchronous?: Synchronous;
  /** The memory for pages of the file. */
  cacheMb?: number;
  /** Called once if the files are removed or replaced while the store is open. Every later call is refused. */
  onLost?: (error: unknown) => void;
};

export const inMemory = ':memory:';

/**
 * The write-ahead log is copied to the file in portions of this many pages of 4 KiB. Each portion blocks the event
 * loop. With portions four times as large an import is 5 % faster, but the loop is late by 30 ms (p99) instead of 17.
 */
const checkpointPages = 500;

/** Opens, locks, checks and migrates a file. The operating system holds the lock, so it ends with the process. */
export function openConnection({
  path,
  synchronous = 'full',
  cacheMb = 32,
  onLost = () => undefined,
}: OpenOptions): Connection {
  if (path !== inMemory) {
    prepareFolder(path);
    inspectFile({ path });
    prepareFile(path);
  }
  let database: DatabaseSync | null = null;
  let guard: Guard | null = null;
  try {
    database = new DatabaseSync(path, { enableForeignKeyConstraints: false, timeout: 0 });
    lock(database);
    if (path !== inMemory && synchronous === 'full') guard = watchOver({ database, path, onLost });
    const connection = createConnection({ database, synchronous, guard });
    connection.exec(
      `PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -${cacheMb * 1024}; PRAGMA temp_store = memory;
       PRAGMA secure_delete = FAST;
       PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = ${logSizeLimit}`,
    );
    migrate({ connection, path });
    return connection;
  } catch (error) {
    guard?.closing();
    database?.close();
    guard?.close();
    throw sqliteCodeOf(error) === 5
      ? lockedFailure({ path, cause: error })
      : translateFailure({ error, path });
  }
}

function watchOver({
  database,
  path,
  onLost,
}: {
  database: DatabaseSync;
  path: string;
  onLost: (error: unknown) => void;
}): Guard {
  const length = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  const version = database.prepare('SELECT sqlite_version() AS version').get();
  return createGuard({
    path,
    onLost,
    sqliteVersion: String(version?.['version']),
    readFrames: () => Number(length.get()?.['log']),
  });
}

/** In exclusive mode the first transaction locks the file. The lock is kept until the connection is closed. */
function lock(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; BEGIN EXCLUSIVE; COMMIT');
}

/**
 * SQLite creates its other files with the mode of this one. An existing file is not opened here, because closing it
 * would drop locks.
 */
function prepareFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) makePrivate(`${path}${suffix}`);
  if (statSync(path, { throwIfNoEntry: false })) return;
  try {
    closeSync(openSync(path, 'wx', privateFile));
  } catch (error) {
    throw noRoomFailure({ path, error }) ?? unreadableFailure({ path, cause: error });
  }
}

function prepareFolder(path: string): void {
  try {
    makeFolder(dirname(path));
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  } catch (cause) {
    throw noRoomFailure({ path, error: cause }) ?? unreadableFailure({ path, cause });
  }
}
