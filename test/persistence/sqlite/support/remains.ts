import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The text that a file has after `leaveRemains`. */
export const remains = 'Ada Lovelace +12125550014';

/** Leaves deleted text in the free pages of the file of a closed store. */
export function leaveRemains(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA secure_delete = OFF; CREATE TABLE remains (text)');
  const insert = database.prepare('INSERT INTO remains VALUES (?)');
  for (let row = 0; row < 200; row += 1) insert.run(remains.repeat(20));
  database.exec('DROP TABLE remains; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  if (!readFileSync(path).includes(remains))
    throw new Error('the file has no remains: the test proves nothing');
}
