import type { Db } from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';
import { schemaVersion } from './schema.ts';

/** Returns the error for a database that a newer version of the program has written. */
export function newerSchema(db: Db, version: number): RingmasterError {
  return new RingmasterError({
    code: 'store.newer',
    family: 'refused',
    message: `The database ${db.databaseName} was written by a newer version of Ringmaster (schema ${version}; this version supports ${schemaVersion}). Nothing was changed.`,
    hint: 'Start the newer version, or set another database in MONGODB_URI.',
    details: { found: version, known: schemaVersion },
  });
}
