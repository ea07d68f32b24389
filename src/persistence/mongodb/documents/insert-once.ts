import type { Collection, Document, OptionalUnlessRequiredId } from 'mongodb';
import { duplicatesIn, isDuplicateKey } from '../connection/failures.ts';

/**
 * Adds a document. Resolves with false and changes nothing if a document with its key is already stored. Not for use
 * in a transaction.
 */
export async function insertOnce<Stored extends Document>(
  collection: Collection<Stored>,
  document: OptionalUnlessRequiredId<Stored>,
): Promise<boolean> {
  try {
    await collection.insertOne(document);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/**
 * Adds documents. Resolves with the indexes of those whose key is already stored, or occurs earlier in the list; they change
 * nothing. Not for use in a transaction.
 */
export async function insertEachOnce<Stored extends Document>(
  collection: Collection<Stored>,
  documents: readonly OptionalUnlessRequiredId<Stored>[],
): Promise<ReadonlySet<number>> {
  try {
    await collection.insertMany([...documents], { ordered: false });
    return new Set();
  } catch (error) {
    const duplicates = duplicatesIn(error);
    if (duplicates) return duplicates;
    throw error;
  }
}
