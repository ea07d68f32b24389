import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inject } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { createConnection } from '../../../src/persistence/sqlite/connection/connection.ts';
import { openConnection } from '../../../src/persistence/sqlite/connection/open.ts';
import { createSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';

/** The bytes of a file's header that say whether it has a write-ahead log, which a database in memory cannot have. */
const formats = [18, 19];
const withoutLog = 1;

/**
 * Opens an empty store in memory. It is a copy of a file that was migrated once in this run of the tests, which takes a
 * third of the time of the migrations.
 */
export function openEmptyStore(): Store {
  const bytes = readFileSync(migratedFile());
  for (const at of formats) bytes[at] = withoutLog;
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  database.deserialize(bytes);
  const connection = createConnection({ database, synchronous: 'full' });
  return createSqliteStore({ connection, path: ':memory:' });
}

/** Creates the file of an empty store with the newest schema, as a copy. It is opened like any other. */
export function copyEmptyStore({ to }: { to: string }): void {
  copyFileSync(migratedFile(), to);
}

/** The first call of a run creates the file. */
function migratedFile(): string {
  const path = inject('emptyStore');
  if (existsSync(path)) return path;
  // Workers may do this at the same time; each result is as good as the other.
  const own = `${path}.${process.pid}`;
  openConnection({ path: own }).close();
  renameSync(own, path);
  return path;
}
