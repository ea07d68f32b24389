import { chmodSync, existsSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { RingmasterError } from '../../../domain/errors.ts';
import { privateFile } from '../../../platform/private-files.ts';
import { pagesPerPortion } from '../connection/connection.ts';
import { corruptFailure, foreignFailure, newerFailure, translateFailure } from '../connection/failures.ts';
import { inspectFile, readFileOnly } from '../connection/inspect.ts';
import type { ReadOne } from '../connection/inspect.ts';
import { applicationId } from '../connection/migrate.ts';
import { migrations } from '../migrations/index.ts';
import { makeSingle } from './write-copy.ts';

/** What is in a copy of a store. `incarnation`: null if an earlier version wrote it. */
export type BackupFacts = { bytes: number; schema: number; incarnation: string | null; campaigns: number };

/** The first schema in which a store has incarnations. */
const schemaOfIncarnations = migrations.findIndex(({ name }) => name === 'incarnations') + 1;

/**
 * Reads a copy of a store completely, and does not change it. Throws `backup.missing`, `store.corrupt`, `store.foreign` or
 * `store.newer`.
 */
export function readBackup({ path }: { path: string }): BackupFacts {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (bytes === undefined) throw missingBackup(path);
  if (bytes === 0) throw corruptFailure({ path, cause: new Error('it is empty') });
  const found = readFileOnly({ path, empty: null, read: (readOne) => readFacts(path, readOne) });
  if (!found) throw missingBackup(path);
  return { bytes, ...found };
}

function readFacts(path: string, readOne: ReadOne): Omit<BackupFacts, 'bytes'> {
  if (Number(readOne('PRAGMA application_id')) !== applicationId) throw foreignFailure({ path });
  const schema = Number(readOne('PRAGMA user_version'));
  if (schema > migrations.length) throw newerFailure({ path, found: schema, known: migrations.length });
  const verdict = readOne('PRAGMA integrity_check(1)');
  if (verdict !== 'ok') throw corruptFailure({ path, cause: new Error(String(verdict)) });
  const incarnation =
    schema < schemaOfIncarnations
      ? null
      : readOne('SELECT id FROM incarnations ORDER BY number DESC LIMIT 1');
  return {
    schema,
    incarnation: typeof incarnation === 'string' ? incarnation : null,
    campaigns: Number(readOne('SELECT count(*) FROM campaigns WHERE listed = 1')),
  };
}

/**
 * Copies the file of a store that no process has open to a new file. The original is not changed. Throws the errors of
 * opening a store.
 */
export async function copyStoreFile({ from, to }: { from: string; to: string }): Promise<void> {
  inspectFile({ path: from });
  const byproducts = [`${from}-wal`, `${from}-shm`].filter((file) => !existsSync(file));
  try {
    const database = new DatabaseSync(from, { readOnly: true, timeout: 0 });
    try {
      await backup(database, to, { rate: pagesPerPortion });
    } finally {
      database.close();
    }
  } catch (error) {
    throw translateFailure({ error, path: from });
  } finally {
    for (const file of byproducts) rmSync(file, { force: true });
  }
  makeSingle(to);
  chmodSync(to, privateFile);
}

function missingBackup(path: string): RingmasterError {
  return new RingmasterError({
    code: 'backup.missing',
    family: 'not-found',
    message: `There is no file ${path}.`,
    hint: 'Check the name of the backup.',
    details: { file: path },
  });
}
