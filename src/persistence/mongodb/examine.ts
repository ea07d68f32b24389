import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { RingmasterError } from '../../domain/errors.ts';
import { collectionsOf } from './documents/collections.ts';
import { translateFailure } from './connection/failures.ts';
import { newerSchema, schemaVersion } from './connection/schema.ts';

/** The oldest version that is tested. */
const oldestMajor = 6;
const withinMs = 5_000;

/** The facts about a database. `schema` is the version of its documents, 0 if there are none. */
export type MongoFacts = { where: string; version: string; database: string; schema: number };

/**
 * Reads the facts about a database without changing it. Rejects with `store.unreachable`, `store.refused`,
 * `store.not-permitted`, `store.newer`, `store.too-old` or `store.no-replica-set`.
 */
export async function examineMongo({ uri }: { uri: string }): Promise<MongoFacts> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: withinMs, connectTimeoutMS: withinMs });
  const where = client.options.hosts.map(String).join(',');
  try {
    return await examineDatabase({ db: client.db(), where });
  } catch (error) {
    throw translateFailure({ error, where });
  } finally {
    await client.close();
  }
}

/** Reads the same facts on an open connection. */
export async function examineDatabase({ db, where }: { db: Db; where: string }): Promise<MongoFacts> {
  const { version } = (await db.admin().buildInfo()) as { version: string };
  if (Number(version.split('.')[0]) < oldestMajor) throw tooOld(version);
  const hello = await db.command({ hello: 1 });
  if (typeof hello['setName'] !== 'string' && hello['msg'] !== 'isdbgrid') throw noReplicaSet(where);
  const found = await collectionsOf(db).meta.findOne({ _id: 'schema' });
  const schema = found?.version ?? 0;
  if (schema > schemaVersion) throw newerSchema(db, schema);
  return { where, version, database: db.databaseName, schema };
}

function tooOld(version: string): RingmasterError {
  return new RingmasterError({
    code: 'store.too-old',
    family: 'refused',
    message: `MongoDB ${version} is too old; ${oldestMajor}.0 or later is needed.`,
    hint: 'Upgrade the servers.',
  });
}

function noReplicaSet(where: string): RingmasterError {
  return new RingmasterError({
    code: 'store.no-replica-set',
    family: 'refused',
    message: `MongoDB at ${where} is not a replica set, so it has no transactions.`,
    hint: 'Start mongod with --replSet and run rs.initiate() once; one member is enough.',
  });
}
