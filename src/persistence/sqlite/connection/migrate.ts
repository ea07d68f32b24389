import type { Connection } from './connection.ts';
import { newerFailure } from './failures.ts';
import { migrations, type Migration } from '../migrations/index.ts';

/** `RMST`, in the header of every file of ours (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const applicationId = 0x52_4d_53_54;

/** Brings a file up to the newest schema in one transaction; one that is newer is refused and left as it is. */
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
