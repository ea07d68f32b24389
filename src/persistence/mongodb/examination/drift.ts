import { isDeepStrictEqual } from 'node:util';
import type { Db, Document } from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';
import { indexes, validatorOf } from '../connection/schema.ts';
import type { Index } from '../connection/schema.ts';
import { collectionNames } from '../documents/collections.ts';
import type { Collections } from '../documents/collections.ts';

type CollectionName = keyof Collections;

/** A difference between the database and the schema of this version. */
export type Drift = { collection: CollectionName } & (
  | { kind: 'no-collection' }
  | { kind: 'validator' }
  | { kind: 'no-index'; index: Index }
  | { kind: 'other-index'; index: Index; name: string }
);

type Found = { name: string; options?: Document };

/** Compares collections, validators and indexes with the schema of this version. Further collections and indexes are ignored. */
export async function findDrift(db: Db): Promise<Drift[]> {
  const found = (await db.listCollections().toArray()) as Found[];
  const drifts: Drift[] = [];
  for (const collection of collectionNames) {
    const stored = found.find(({ name }) => name === collection);
    if (!stored) drifts.push({ collection, kind: 'no-collection' });
    else {
      if (isOtherValidator(collection, stored)) drifts.push({ collection, kind: 'validator' });
      drifts.push(...(await indexDrift(db, collection)));
    }
  }
  return drifts;
}

function isOtherValidator(collection: CollectionName, { options = {} }: Found): boolean {
  const { validator, validationLevel = 'strict', validationAction = 'error' } = options;
  const wanted = validatorOf(collection);
  if (wanted === null) return false;
  return (
    !isDeepStrictEqual(validator, wanted) || validationLevel !== 'strict' || validationAction !== 'error'
  );
}

async function indexDrift(db: Db, collection: CollectionName): Promise<Drift[]> {
  const stored = await db.collection(collection).listIndexes().toArray();
  return (indexes[collection] ?? []).flatMap((index): Drift[] => {
    const same = stored.find(({ key }) => isSameKey(key as Document, index.key as Document));
    if (!same) return [{ collection, kind: 'no-index', index }];
    return isSameIndex(same, index)
      ? []
      : [{ collection, kind: 'other-index', index, name: same['name'] as string }];
  });
}

/** The order of the fields counts. */
const isSameKey = (left: Document, right: Document): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

function isSameIndex(
  stored: Document,
  { unique = false, partialFilterExpression, expireAfterSeconds }: Index,
): boolean {
  return (
    (stored['unique'] ?? false) === unique &&
    isDeepStrictEqual(stored['partialFilterExpression'], partialFilterExpression) &&
    stored['expireAfterSeconds'] === expireAfterSeconds &&
    stored['hidden'] !== true
  );
}

/** Makes the database as this version has it. Documents do not change. An index that differs is built anew. */
export async function repairDrift(db: Db, drifts: readonly Drift[]): Promise<void> {
  for (const drift of drifts) {
    const { collection } = drift;
    if (drift.kind === 'no-collection') {
      await db.createCollection(collection, { validator: validatorOf(collection) ?? {} });
      for (const index of indexes[collection] ?? []) await create(db, collection, index);
    }
    if (drift.kind === 'validator')
      await db.command({
        collMod: collection,
        validator: validatorOf(collection),
        validationLevel: 'strict',
        validationAction: 'error',
      });
    if (drift.kind === 'other-index') await db.collection(collection).dropIndex(drift.name);
    if (drift.kind === 'no-index' || drift.kind === 'other-index') await create(db, collection, drift.index);
  }
}

async function create(db: Db, collection: CollectionName, { key, ...options }: Index): Promise<void> {
  await db.collection(collection).createIndex(key, options);
}

const maxNamed = 3;

/** Resolves with a line to show. Rejects with `store.drift`. */
export async function checkDrift(db: Db): Promise<string> {
  const drifts = await findDrift(db);
  if (drifts.length === 0) return `${collectionNames.length} collections with their validators and indexes`;
  const named = drifts.slice(0, maxNamed).map(inWords).join('; ');
  const more = drifts.length > maxNamed ? `; and ${drifts.length - maxNamed} more` : '';
  throw new RingmasterError({
    code: 'store.drift',
    family: 'refused',
    message: `The database ${db.databaseName} is not as this program made it: ${named}${more}.`,
    hint: 'Run `ringmaster migrate`, which repairs this. Until then queries may be slow, or wrong documents be stored.',
    details: { drifts: drifts.map(inWords) },
  });
}

function inWords(drift: Drift): string {
  const { collection } = drift;
  switch (drift.kind) {
    case 'no-collection':
      return `there is no collection ${collection}`;
    case 'validator':
      return `the validator of ${collection} is missing or different`;
    case 'no-index':
      return `${collection} has no index ${JSON.stringify(drift.index.key)}`;
    case 'other-index':
      return `the index ${drift.name} of ${collection} has other options`;
  }
}
