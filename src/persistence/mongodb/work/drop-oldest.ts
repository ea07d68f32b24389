import type { Collection, Document, Filter } from 'mongodb';

/** Deletes up to `limit` of the documents that match; resolves with whether there are more. */
export async function dropOldest<Stored extends Document>({
  collection,
  filter,
  limit,
}: {
  collection: Collection<Stored>;
  filter: Filter<Stored>;
  limit: number;
}): Promise<boolean> {
  const found = await collection
    .find(filter, { projection: { _id: 1 } })
    .limit(limit)
    .toArray();
  const ids = found.map(({ _id }) => _id);
  if (ids.length > 0) await collection.deleteMany({ _id: { $in: ids } } as Filter<Stored>);
  return (await collection.findOne(filter, { projection: { _id: 1 } })) !== null;
}
