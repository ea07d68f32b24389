import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../../src/persistence/mongodb/mongodb-store.ts';
import type { MongoStoreInput } from '../../../src/persistence/mongodb/mongodb-store.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';

type Where = { uri: string; database: string };
type Options = Partial<Pick<MongoStoreInput, 'instance' | 'onCommand'>>;

/** The store as an instance opens it, with the clocks of this process. */
export function openTestStore(input: Where & Options): Promise<Store> {
  return openMongoStore({
    instance: 'one',
    ...input,
    now: () => performance.now(),
    pause: (ms) => pause(ms),
    random: Math.random,
  });
}

/** Deletes every document but those that the first start adds: the schema and the first incarnation. It is faster than creating collections again. */
export async function emptyDatabase({ uri, database }: Where): Promise<void> {
  const client = new MongoClient(uri);
  const db = client.db(database);
  const found = await db.listCollections({}, { nameOnly: true }).toArray();
  await Promise.all(
    found
      .filter(({ name }) => name !== 'meta')
      .map(({ name }) =>
        db.collection<{ _id: number }>(name).deleteMany(name === 'incarnations' ? { _id: { $gt: 1 } } : {}),
      ),
  );
  await client.close();
}
