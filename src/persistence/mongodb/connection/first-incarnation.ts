import { randomBytes } from 'node:crypto';
import type { Db } from 'mongodb';
import { collectionsOf } from '../documents/collections.ts';
import { insertOnce } from '../documents/insert-once.ts';

/** As many as an id has characters, two for each byte. */
const idBytes = 13;

/** Stores the first incarnation of a database that has none. */
export async function beginFirstIncarnation(db: Db): Promise<void> {
  const { incarnations } = collectionsOf(db);
  if (await incarnations.findOne({ _id: { $gt: 0 } })) return;
  const id = `inc_${randomBytes(idBytes).toString('hex').toUpperCase()}`;
  const at = ((await db.command({ hello: 1 }))['localTime'] as Date).getTime();
  const first = { id, at, since: null, phase: null, reviewed: 0, reconciledAt: null };
  await insertOnce(incarnations, { _id: 1, ...first });
}
