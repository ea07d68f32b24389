import { DatabaseSync } from 'node:sqlite';
import type { Connection } from '../connection/connection.ts';

/**
 * Copies an open database to a new file. The copy needs no other file: it is not in WAL mode, as its original is.
 */
export async function writeCopy({
  connection,
  copy,
}: {
  connection: Pick<Connection, 'copyTo'>;
  copy: string;
}): Promise<void> {
  await connection.copyTo(copy);
  makeSingle(copy);
}

/** Takes a file out of WAL mode. SQLite syncs it. */
export function makeSingle(path: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = DELETE');
  } finally {
    database.close();
  }
}
