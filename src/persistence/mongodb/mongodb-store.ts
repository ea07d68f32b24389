import type { MongoClient } from 'mongodb';
import { RingmasterError } from '../../domain/errors.ts';
import { unhealthy } from '../../domain/health.ts';
import type { Health } from '../../domain/health.ts';
import type { BatchBudget, Store } from '../contract/store.ts';
import { collectionsOf } from './documents/collections.ts';
import { createClock } from './connection/clock.ts';
import { translateFailure } from './connection/failures.ts';
import { connectMongo } from './connection/connect.ts';
import type { ConnectInput } from './connection/connect.ts';
import { enterMoved } from './connection/moved-into.ts';
import { schemaVersion } from './connection/schema.ts';
import { createOpenSessions } from './connection/open-sessions.ts';
import type { OpenSessions } from './connection/open-sessions.ts';
import { createTransactions } from './connection/transactions.ts';
import type { Transactions } from './connection/transactions.ts';
import { createVerbs } from './verbs.ts';

export type MongoStoreInput = ConnectInput & {
  /** The id of this instance. */
  instance: string;
  /** Returns the milliseconds of a monotonic clock. */
  now: () => number;
  pause: (ms: number) => Promise<void>;
  random: () => number;
  /** Whether the store is opened by the move of an embedded store into it, which is not complete. */
  isMove?: boolean;
};

/**
 * Opens the store of a cluster: a MongoDB replica set. Every write is on the disks of a majority before it is
 * acknowledged. Creates missing collections and indexes. Rejects with the errors of `connectMongo` and `enterMoved`.
 */
export async function openMongoStore(input: MongoStoreInput): Promise<Store> {
  const { instance, now, pause, random, isMove = false } = input;
  return connectMongo(input, async ({ client, db, where, version }) => {
    const collections = collectionsOf(db);
    if (!isMove) await enterMoved(collections);
    const openSessions = createOpenSessions({ db, instance, openSessions: collections.openSessions });
    const transactions = createTransactions({ client, now, pause, random, openSessions });
    const database = db.databaseName;
    return createStore({ client, database, where, version, transactions, openSessions, pause });
  });
}

/** Shorter than a caller waits for the health, so that it hears the reason. */
const pingWithinMs = 1_000;

const noAnswer = {
  code: 'store.unreachable',
  advice: 'Check the servers of MongoDB and the network. Nothing is acknowledged until a primary answers.',
};

/** A transaction of this size is small compared with the 16 MB and the minute that the server allows. */
const batchBudget: BatchBudget = { events: 1_000, mints: 250, newcomers: 500 };

function createStore({
  client,
  database,
  where,
  version,
  transactions,
  openSessions,
  pause,
}: {
  client: MongoClient;
  database: string;
  where: string;
  version: string;
  transactions: Transactions;
  openSessions: OpenSessions;
  pause: MongoStoreInput['pause'];
}): Store {
  const db = client.db(database);
  const verbs = createVerbs({ collections: collectionsOf(db), transactions, openSessions });
  return {
    ...translated({ ...verbs, ...createClock(db) }, where),
    describe: () => `MongoDB ${version} at ${where}, database ${database}`,
    schemaVersion: () => schemaVersion,
    batchBudget: () => batchBudget,
    async health() {
      const ping = async (): Promise<Health> => {
        await db.command({ ping: 1 });
        return { ok: true, detail: `MongoDB ${version}` };
      };
      const silence = async (): Promise<Health> => {
        await pause(pingWithinMs);
        return { ok: false, detail: `MongoDB at ${where} does not answer`, ...noAnswer };
      };
      try {
        return await Promise.race([ping(), silence()]);
      } catch (error) {
        return unhealthy(translateFailure({ error, where }), noAnswer);
      }
    },
    backUp: () => Promise.reject(noBackup()),
    close: () => client.close(),
  };
}

function noBackup(): RingmasterError {
  return new RingmasterError({
    code: 'store.no-backup',
    family: 'refused',
    message: 'This store is a MongoDB database, and its servers make its backups.',
    hint: 'Use mongodump with --oplog, or snapshots: docs/operations.md describes both.',
  });
}

type Verb = (...input: never[]) => Promise<unknown>;

/** Returns the verbs with the errors of the driver translated. */
function translated<Verbs extends object>(verbs: Verbs, where: string): Verbs {
  const wrap =
    (verb: Verb): Verb =>
    async (...input) => {
      try {
        return await verb(...input);
      } catch (error) {
        throw translateFailure({ error, where });
      }
    };
  const entries = Object.entries(verbs as Record<string, Verb>);
  return Object.fromEntries(entries.map(([name, verb]) => [name, wrap(verb)])) as unknown as Verbs;
}
