import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaVersion } from '../../../src/persistence/mongodb/connection/schema.ts';
import { collectionsOf } from '../../../src/persistence/mongodb/documents/collections.ts';
import { monday } from '../../contracts/store/fixtures.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';
import { client, createSchema1 } from './schema-1.ts';

const bin = requireServer('mongod');

describe.runIf(bin !== null)('a database of schema 1', () => {
  const set = useReplicaSet(bin);
  let connection: MongoClient;
  beforeAll(async () => {
    connection = await MongoClient.connect(set().uri);
  });
  afterAll(() => connection.close());

  const create = (database: string) => createSchema1({ connection, uri: set().uri, database });

  test('is brought to the present schema when it is opened', async () => {
    const database = `test-${randomUUID()}`;
    const { db } = await create(database);
    const store = await openTestStore({ uri: set().uri, database });
    const { campaigns, inbox, clients, ownerNotes, meta } = collectionsOf(db);
    expect(await meta.findOne({ _id: 'schema' })).toMatchObject({ version: schemaVersion });
    expect(await inbox.indexExists('owner_1__id.campaign_1')).toBe(true);
    expect(await clients.indexExists('rev_1')).toBe(true);
    expect(await campaigns.indexExists('state_1_owner_1')).toBe(true);
    expect(await ownerNotes.indexExists('owner_1')).toBe(true);
    await store.close();
  });

  test('keeps its campaigns, with the events that wait for them', async () => {
    const database = `test-${randomUUID()}`;
    const { record } = await create(database);
    const store = await openTestStore({ uri: set().uri, database, instance: 'two' });
    const { id } = record;
    expect(await store.readCampaign(id)).toMatchObject({ owner: 'one', epoch: 1, seq: record.seq });
    expect(await store.listInboxes()).toEqual([id]);
    const unpublished = [{ campaign: id, client: record.client, published: 0 }];
    expect(await store.listUnpublished({ after: null, limit: 10 })).toEqual(unpublished);
    expect(await store.listOrphans({ dead: ['one'], limit: 10 })).toMatchObject([{ campaign: id, epoch: 1 }]);
    expect(await store.claimCampaign({ campaign: id, fromEpoch: 1, instance: 'two' })).toBe(2);
    expect((await store.readNews('two')).news).toEqual([{ campaign: id, why: 'inbox' }]);
    expect(await store.readInbox({ campaign: id, limit: 10 })).toEqual([
      { id: 'evt_1', campaign: id, at: monday, body: '{}' },
    ]);
    await store.close();
  });

  test('keeps the settings of its clients, and a later change of them is news', async () => {
    const database = `test-${randomUUID()}`;
    await create(database);
    const store = await openTestStore({ uri: set().uri, database });
    const all = await store.readNewSettings(null);
    expect(all?.clients).toMatchObject([{ client: 'acme' }]);
    expect(await store.readNewSettings(all?.rev ?? null)).toBeNull();
    await store.putClient({ record: { ...client, updatedAt: monday + 1 }, by: 'test' });
    const changed = await store.readNewSettings(all?.rev ?? null);
    expect(changed?.clients).toMatchObject([{ client: 'acme', updatedAt: monday + 1 }]);
    await store.close();
  });
});
