import type { Collection, Filter, WithId } from 'mongodb';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { Page } from '../../contract/pages.ts';

/** Resolves with a page of the documents that match, ordered by one number and then by id. */
export async function readOrdered<
  Name extends string,
  Stored extends { _id: string } & Record<Name, number>,
  Item,
>({
  collection,
  filter,
  by,
  from,
  after,
  limit,
}: {
  collection: Collection<Stored>;
  filter: Filter<Stored>;
  by: Name;
  from: (document: Stored) => Item;
  after?: string | undefined;
  limit: number;
}): Promise<Page<Item>> {
  const cursor = readCursor({ after, form: [0, ''] as const });
  const later = cursor && {
    $or: [{ [by]: { $gt: cursor[0] } }, { [by]: cursor[0], _id: { $gt: cursor[1] } }],
  };
  const found = (await collection
    .find({ ...filter, ...later } as Filter<Stored>)
    .sort({ [by]: 1, _id: 1 })
    .limit(limit + 1)
    .toArray()) as (WithId<Stored> & Stored)[];
  const page = toPage({ found, limit, cursorOf: (document) => [document[by], document._id] });
  return { ...page, items: page.items.map(from) };
}
