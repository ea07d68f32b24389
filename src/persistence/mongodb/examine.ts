import type { Db } from 'mongodb';
import { RingmasterError } from '../../domain/errors.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { collectionsOf } from './documents/collections.ts';
import { createClient, translateFailure } from './connection/failures.ts';
import { refuseForeign, schemaVersion } from './connection/schema.ts';
import { newerSchema } from './connection/newer-schema.ts';
import { checkClocks } from './examination/clocks.ts';
import { checkDrift, findDrift, repairDrift } from './examination/drift.ts';
import { checkMajority } from './examination/majority.ts';
import { checkPermissions } from './examination/permissions.ts';

/** The oldest version that is tested. */
const oldestMajor = 6;
const withinMs = 5_000;

/** One check of a database: a line for people, or the error that says what is wrong and what to do. */
export type MongoCheck = { name: MongoCheckName } & ({ detail: string } | { error: unknown });
export type MongoCheckName = 'store' | 'write concern' | 'permissions' | 'schema' | 'clocks';

/** The facts about a database. `schema` is the version of its documents, 0 if there are none. */
export type MongoFacts = { where: string; version: string; database: string; schema: number };

/**
 * Reads the facts about a database without changing it. Rejects with `store.unreachable`, `store.refused`,
 * `store.not-permitted`, `store.newer`, `store.too-old` or `store.no-replica-set`.
 */
export async function examineMongo({ uri }: { uri: string }): Promise<MongoFacts> {
  const client = createClient(uri, { serverSelectionTimeoutMS: withinMs, connectTimeoutMS: withinMs });
  const where = client.options.hosts.map(String).join(',');
  try {
    return await examineDatabase({ db: client.db(), where });
  } catch (error) {
    throw translateFailure({ error, where });
  } finally {
    await client.close();
  }
}

/**
 * Checks everything that instances need of a database, and changes nothing. If it cannot be used at all, the only check is
 * `store`, with the errors of `examineMongo`.
 */
export async function checkMongo({
  uri,
  system,
}: {
  uri: string;
  system: SystemClock;
}): Promise<readonly MongoCheck[]> {
  const client = createClient(uri, { serverSelectionTimeoutMS: withinMs, connectTimeoutMS: withinMs });
  const where = client.options.hosts.map(String).join(',');
  const db = client.db();
  const check = async (name: MongoCheckName, run: () => Promise<string>): Promise<MongoCheck> => {
    try {
      return { name, detail: await run() };
    } catch (error) {
      return { name, error: translateFailure({ error, where }) };
    }
  };
  let schema = 0;
  const examine = async (): Promise<string> => {
    const facts = await examineDatabase({ db, where });
    ({ schema } = facts);
    if (schema === 0) await refuseForeign(db);
    const state = schema === 0 ? 'nothing in it yet' : `schema ${schema}`;
    return `MongoDB ${facts.version} at ${where}, database ${facts.database}, ${state}`;
  };
  try {
    const store = await check('store', examine);
    if ('error' in store) return [store];
    const hello = await db.command({ hello: 1 });
    const {
      hosts = [],
      passives = [],
      me = '',
    } = hello as { hosts?: string[]; passives?: string[]; me?: string };
    const isCurrent = schema === schemaVersion;
    return [
      store,
      await check('write concern', async () => checkMajority(hello)),
      await check('permissions', () => checkPermissions({ db, isCurrent })),
      ...(isCurrent ? [await check('schema', () => checkDrift(db))] : []),
      await check('clocks', () => checkClocks({ uri, hosts: [...hosts, ...passives], primary: me, system })),
    ];
  } finally {
    await client.close();
  }
}

/**
 * Creates what the schema of this version has and the database lacks. Documents do not change. Resolves with the number of
 * differences. A database of another schema is not changed.
 */
export async function repairMongo({ uri }: { uri: string }): Promise<number> {
  const client = createClient(uri, { serverSelectionTimeoutMS: withinMs, connectTimeoutMS: withinMs });
  const where = client.options.hosts.map(String).join(',');
  try {
    const db = client.db();
    if ((await examineDatabase({ db, where })).schema !== schemaVersion) return 0;
    const drifts = await findDrift(db);
    if (drifts.length > 0) await checkPermissions({ db, isCurrent: false });
    await repairDrift(db, drifts);
    return drifts.length;
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
