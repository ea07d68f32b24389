import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { openMongoStore } from '../../../src/persistence/mongodb/mongodb-store.ts';
import type { MongoStoreInput } from '../../../src/persistence/mongodb/mongodb-store.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import type { ReplicaSet } from '../../../scripts/servers/replica-set.ts';
import { findServer, servers } from '../../../scripts/servers/servers.ts';

/** Starts a replica set. Fails with how to get mongod if it is missing. */
export async function startDatabase(size: 1 | 3 = 1): Promise<ReplicaSet> {
  const { mongod } = servers;
  const bin = findServer('mongod');
  if (bin === null) throw new Error(`There is no ${mongod.program} on this machine: ${mongod.howToGet}.`);
  return startReplicaSet({ bin, size });
}

/** Opens the store of an instance on the clocks of this process. */
export function openStore(
  input: Pick<MongoStoreInput, 'uri' | 'onCommand'> & { database: string; instance?: string },
): Promise<Store> {
  return openMongoStore({
    instance: 'bench',
    ...input,
    now: () => performance.now(),
    pause: (ms) => pause(ms),
    random: Math.random,
  });
}

/** What belongs to a database and is not copied: the version of its schema, and the instances that use it. */
const ownCollections: ReadonlySet<string> = new Set(['meta', 'instances']);

/** Copies the documents of a store into a new database with the same indexes and validators. */
export async function copyDatabase({
  uri,
  from,
  to,
}: {
  uri: string;
  from: string;
  to: string;
}): Promise<void> {
  const empty = await openStore({ uri, database: to });
  await empty.close();
  const client = new MongoClient(uri);
  try {
    const source = client.db(from);
    for (const { name } of await source.listCollections({}, { nameOnly: true }).toArray())
      if (!ownCollections.has(name) && !name.startsWith('system.'))
        await source
          .collection(name)
          .aggregate([{ $merge: { into: { db: to, coll: name } } }])
          .toArray();
  } finally {
    await client.close();
  }
}
