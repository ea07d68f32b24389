import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { corruptFailure, foreignFailure, newerFailure, translateFailure } from './failures.ts';
import { refuseLostFrames, refuseMissing } from '../guard/remains.ts';
import { applicationId } from './migrate.ts';
import { migrations } from '../migrations/index.ts';

/** A file up to this size is read completely when it is opened. Damage in a larger file is found when it is read. */
const maxBytesChecked = 64 * 1024 * 1024;

/**
 * Reads an existing file through a read-only connection and throws if the store must not use it. A damaged, foreign or
 * newer file is therefore not changed. The file is never read in another way: closing a second descriptor would drop
 * the POSIX lock of this process on it (https://www.sqlite.org/howtocorrupt.html, section 2.2). Returns the version of
 * its schema, 0 if it has none.
 */
export function inspectFile({ path }: { path: string }): number {
  refuseMissing(path);
  return readFileOnly({ path, empty: 0, read: (readOne) => inspect(path, readOne) });
}

/** Returns the first column of the first row of a query. */
export type ReadOne = (sql: string) => unknown;

/**
 * Reads from a file through a read-only connection, with the checks of `inspectFile`. Returns `empty` if there is no
 * file, or an empty one.
 */
export function readFileOnly<Value>({
  path,
  empty,
  read,
}: {
  path: string;
  empty: Value;
  read: (readOne: ReadOne) => Value;
}): Value {
  if (!existsSync(path) || statSync(path).size === 0) return empty;
  const byproducts = [`${path}-wal`, `${path}-shm`].filter((file) => !existsSync(file));
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 0 });
    try {
      return read((sql) => Object.values(database.prepare(sql).get() ?? {})[0]);
    } finally {
      database.close();
    }
  } catch (error) {
    throw translateFailure({ error, path });
  } finally {
    for (const file of byproducts) rmSync(file, { force: true });
  }
}

function inspect(path: string, readOne: ReadOne): number {
  const tables = Number(readOne('SELECT count(*) FROM sqlite_schema'));
  const application = Number(readOne('PRAGMA application_id'));
  const found = Number(readOne('PRAGMA user_version'));
  const isNew = tables === 0 && application === 0 && found === 0;
  if (application !== applicationId && !isNew) throw foreignFailure({ path });
  if (found > migrations.length) throw newerFailure({ path, found, known: migrations.length });
  refuseLostFrames(path);
  if (statSync(path).size > maxBytesChecked) return found;
  const verdict = readOne('PRAGMA quick_check(1)');
  if (verdict !== 'ok') throw corruptFailure({ path, cause: new Error(String(verdict)) });
  return found;
}
