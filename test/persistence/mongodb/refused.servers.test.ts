import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaVersion } from '../../../src/persistence/mongodb/connection/schema.ts';
import { collectionsOf } from '../../../src/persistence/mongodb/documents/collections.ts';
import { examineMongo } from '../../../src/persistence/mongodb/examine.ts';
import { campaignOf, monday } from '../../contracts/store/fixtures.ts';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');
const client = { client: 'acme', settings: {}, updatedAt: monday };

const set = useReplicaSet(bin, { parameters: ['enableTestCommands=1'] });
let connection: MongoClient;
beforeAll(async () => {
  connection = await MongoClient.connect(set().uri);
});
afterAll(() => connection?.close());

const newDatabase = (): { database: string; db: Db } => {
  const database = `test-${randomUUID()}`;
  return { database, db: connection.db(database) };
};
/** The same server, with another database or user in the connection string. */
const uriWith = ({ user = '', database = '' }: { user?: string; database?: string }): string =>
  set().uri.replace('mongodb://', `mongodb://${user}`).replace('/?', `/${database}?`);

describe.runIf(bin !== null)('a database that is not the one of this program', () => {
  test('is refused if it has a collection of another program, and nothing is created in it', async () => {
    const { database, db } = newDatabase();
    await db.createCollection('orders');
    await expect(openTestStore({ uri: set().uri, database })).rejects.toMatchObject({
      code: 'store.foreign',
      details: { database, collection: 'orders' },
    });
    expect((await db.listCollections().toArray()).map(({ name }) => name)).toEqual(['orders']);
  });

  test('is refused if a newer version of this program made it, also by an examination', async () => {
    const { database, db } = newDatabase();
    await (await openTestStore({ uri: set().uri, database })).close();
    const version = schemaVersion + 1;
    await collectionsOf(db).meta.updateOne({ _id: 'schema' }, { $set: { version } });
    const newer = { code: 'store.newer', details: { found: version, known: schemaVersion } };
    await expect(openTestStore({ uri: set().uri, database })).rejects.toMatchObject(newer);
    await expect(examineMongo({ uri: uriWith({ database }) })).rejects.toMatchObject(newer);
  });
});

describe.runIf(bin !== null)('an examination', () => {
  test('finds what a database is, and changes nothing', async () => {
    const { database, db } = newDatabase();
    const facts = await examineMongo({ uri: uriWith({ database }) });
    expect(facts).toMatchObject({ database, schema: 0, version: expect.stringMatching(/^\d+\.\d+/) });
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  test('says that the server refuses the user', async () => {
    const uri = uriWith({ user: 'nobody:wrong@' });
    await expect(examineMongo({ uri })).rejects.toMatchObject({ code: 'store.refused', family: 'refused' });
  });

  test('says that a server is no replica set', async () => {
    const lone = await startReplicaSet({ bin: bin ?? '', initiate: false });
    const [member = { port: 0 }] = lone.members;
    const uri = `mongodb://127.0.0.1:${member.port}/?directConnection=true`;
    await expect(examineMongo({ uri })).rejects.toMatchObject({ code: 'store.no-replica-set' });
    await lone.stop();
    await expect(examineMongo({ uri })).rejects.toMatchObject({
      code: 'store.unreachable',
      family: 'overloaded',
    });
  });
});

describe.runIf(bin !== null)('a write that the server does not simply take', () => {
  /** Lets the next command of this name fail with this error, as the server itself does it. */
  const failNext = (command: string, failure: object) =>
    connection.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: [command], ...failure },
    });
  const unknownResult = { errorCode: 8, errorLabels: ['UnknownTransactionCommitResult'] };

  test('is committed once although the answer to its commit is lost', async () => {
    const { database } = newDatabase();
    const store = await openTestStore({ uri: set().uri, database });
    await failNext('commitTransaction', unknownResult);
    const record = campaignOf();
    await store.createCampaign(record);
    expect(await store.readCampaign(record.id)).toMatchObject({ id: record.id, seq: record.seq });
    await expect(store.createCampaign({ ...record, id: 'cmp_other' })).rejects.toMatchObject({
      code: 'campaign.name-taken',
    });
    await store.close();
  });

  test('is rejected if the user may not do it, or the server fails, with what to do; a later one succeeds', async () => {
    const { database } = newDatabase();
    const store = await openTestStore({ uri: set().uri, database });
    const put = () => store.putClient({ record: client, by: 'test' });
    await failNext('update', { errorCode: 13 });
    await expect(put()).rejects.toMatchObject({ code: 'store.not-permitted', family: 'refused' });
    await failNext('update', { errorCode: 8 });
    await expect(put()).rejects.toMatchObject({ code: 'store.failed', family: 'fault' });
    await put();
    expect(await store.readClient('acme')).toMatchObject({ client: 'acme' });
    await store.close();
  });

  test('is rejected if it would store a document that no version of this program writes', async () => {
    const { database } = newDatabase();
    const store = await openTestStore({ uri: set().uri, database });
    const startedAt = 'yesterday' as unknown as number;
    await expect(store.beat({ id: 'one', startedAt, address: null, beatAt: null })).rejects.toMatchObject({
      code: 'store.invalid-turn',
    });
    expect(await store.listInstances()).toEqual([]);
    await store.close();
  });
});
