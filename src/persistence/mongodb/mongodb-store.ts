import { MongoClient } from 'mongodb';
import { RingmasterError } from '../../domain/errors.ts';
import { unhealthy } from '../../domain/health.ts';
import type { Health } from '../../domain/health.ts';
import type { BatchBudget, Store } from '../contract/store.ts';
import { collectionsOf } from './documents/collections.ts';
import { createClock } from './connection/clock.ts';
import { translateFailure } from './connection/failures.ts';
import { migrate, schemaVersion } from './connection/schema.ts';
import { createOpenSessions } from './connection/open-sessions.ts';
import type { OpenSessions } from './connection/open-sessions.ts';
import { createTransactions } from './connection/transactions.ts';
import type { Transactions } from './connection/transactions.ts';
import { examineDatabase } from './examine.ts';
import { createVerbs } from './verbs.ts';

export type MongoStoreInput = {
  /** A connection string of a replica set (https://www.mongodb.com/docs/manual/reference/connection-string/). */
  uri: string;
  /** The database. Default: the one that the connection string names. */
  database?: string;
  /** The id of this instance. */
  instance: string;
  /** Returns the milliseconds of a monotonic clock. */
  now: () => number;
  pause: (ms: number) => Promise<void>;
  random: () => number;
  /** Called with each command sent to the server, for the tests that check query plans. */
  onCommand?: (command: Readonly<Record<string, unknown>>) => void;
};

/**
 * Shorter than the lease of an owner: an instance that cannot reach the database must notice this before it is
 * replaced.
 */
const selectWithinMs = 5_000;

/**
 * Opens the store of a cluster: a MongoDB replica set. Every write is on the disks of a majority before it is
 * acknowledged. Creates missing collections and indexes. Rejects with the errors of `examineMongo`, and with
 * `store.foreign`.
 */
export async function openMongoStore(input: MongoStoreInput): Promise<Store> {
  const { uri, instance, now, pause, random, onCommand } = input;
  const client = new MongoClient(uri, {
    appName: 'ringmaster',
    ignoreUndefined: true,
    readConcernLevel: 'majority',
    readPreference: 'primary',
    w: 'majority',
    journal: true,
    retryReads: true,
    retryWrites: true,
    serverSelectionTimeoutMS: selectWithinMs,
    connectTimeoutMS: selectWithinMs,
    socketTimeoutMS: 30_000,
    monitorCommands: onCommand !== undefined,
  });
  if (onCommand) client.on('commandStarted', ({ command }) => onCommand(command));
  const where = client.options.hosts.map(String).join(',');
  try {
    await client.connect();
    const db = client.db(input.database);
    const { version, schema } = await examineDatabase({ db, where });
    await migrate({ db, schema });
    const openSessions = createOpenSessions({ db, instance, openSessions: collectionsOf(db).openSessions });
    const transactions = createTransactions({ client, now, pause, random, openSessions });
    const database = db.databaseName;
    return createStore({ client, database, where, version, transactions, openSessions, pause });
  } catch (error) {
    await client.close().catch(() => undefined);
    throw translateFailure({ error, where });
  }
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
