import type { Connection } from './connection.ts';
import { newerFailure } from './failures.ts';
import { migrations, type Migration } from '../migrations/index.ts';

/** `RMST`, in the header of every file of Ringmaster (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const applicationId = 0x52_4d_53_54;

/** Migrates a file to the newest schema in one transaction. A file with a newer schema is refused and not changed. */
export function migrate({
  connection,
  path,
  list = migrations,
}: {
  connection: Connection;
  path: string;
  list?: readonly Migration[];
}): void {
  connection.transact(() => {
    const found = Number(connection.readOne('PRAGMA user_version'));
    if (found > list.length) throw newerFailure({ path, found, known: list.length });
    if (found === list.length) return;
    for (const { sql } of list.slice(found)) connection.exec(sql);
    connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${list.length}`);
  });
}
