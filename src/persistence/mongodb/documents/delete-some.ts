import type { Collection, Document, Filter, Sort } from 'mongodb';

/**
 * Deletes up to `limit` of the documents that match, in this order if one is specified. Resolves with their number.
 */
export async function deleteSome<Stored extends Document>({
  collection,
  filter,
  sort,
  limit,
}: {
  collection: Collection<Stored>;
  filter: Filter<Stored>;
  sort?: Sort;
  limit: number;
}): Promise<number> {
  if (limit <= 0) return 0;
  const cursor = collection.find(filter, { projection: { _id: 1 } }).limit(limit);
  const found = await (sort ? cursor.sort(sort) : cursor).toArray();
  if (found.length === 0) return 0;
  const ids = found.map(({ _id }) => _id);
  const { deletedCount } = await collection.deleteMany({ _id: { $in: ids } } as Filter<Stored>);
  return deletedCount;
}

/** Deletes as `deleteSome` does. Resolves with whether there are more. */
export async function dropSome<Stored extends Document>(
  input: Parameters<typeof deleteSome<Stored>>[0],
): Promise<boolean> {
  await deleteSome(input);
  return (await input.collection.findOne(input.filter, { projection: { _id: 1 } })) !== null;
}
