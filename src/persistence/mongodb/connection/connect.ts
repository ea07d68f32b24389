import type { Db, MongoClient } from 'mongodb';
import { examineDatabase } from '../examine.ts';
import { createClient, translateFailure } from './failures.ts';
import { migrate } from './schema.ts';

export type ConnectInput = {
  /** A connection string of a replica set (https://www.mongodb.com/docs/manual/reference/connection-string/). */
  uri: string;
  /** The database. Default: the one that the connection string names. */
  database?: string | undefined;
  /** Called with each command sent to the server, for the tests that check query plans. */
  onCommand?: ((command: Readonly<Record<string, unknown>>) => void) | undefined;
};

/** An open connection. `where`: the addresses of the servers, without credentials. `version`: that of the server. */
export type Connected = { client: MongoClient; db: Db; where: string; version: string };

/**
 * Shorter than the lease of an owner: an instance that cannot reach the database must notice this before it is
 * replaced.
 */
const selectWithinMs = 5_000;

/**
 * Connects to a database, migrates it to the newest schema, and calls `open`. If that rejects, the connection is closed.
 * Rejects with the errors of `examineMongo`, and with `store.foreign` and `store.not-permitted`.
 */
export async function connectMongo<Opened>(
  { uri, database, onCommand }: ConnectInput,
  open: (connected: Connected) => Promise<Opened>,
): Promise<Opened> {
  const client = createClient(uri, {
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
    const db = client.db(database);
    const { version, schema } = await examineDatabase({ db, where });
    await migrate({ db, schema });
    return await open({ client, db, where, version });
  } catch (error) {
    await client.close().catch(() => undefined);
    throw translateFailure({ error, where });
  }
}
