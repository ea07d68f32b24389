import type { Db, MongoClient } from 'mongodb';
import { collectionsOf } from '../../../src/persistence/mongodb/documents/collections.ts';
import { settingsCounter } from '../../../src/persistence/mongodb/documents/counters.ts';
import { campaignOf, monday } from '../../contracts/store/fixtures.ts';
import { openTestStore } from './open-test-store.ts';

/** A client with settings, as schema 1 stored it. */
export const client = { client: 'acme', settings: {}, updatedAt: monday };

/** A campaign of instance `one` with an event that waits, and a client with settings, as schema 1 stored them. */
export async function createSchema1({
  connection,
  uri,
  database,
}: {
  connection: MongoClient;
  uri: string;
  database: string;
}): Promise<{ db: Db; record: ReturnType<typeof campaignOf> }> {
  const store = await openTestStore({ uri, database });
  const record = { ...campaignOf(), owner: 'one', epoch: 1, seq: 2 };
  await store.createCampaign(record);
  await store.putInbox({ id: 'evt_1', campaign: record.id, at: monday, body: '{}' });
  await store.putClient({ record: client, by: 'test' });
  await store.close();
  const db = connection.db(database);
  const { campaigns, inbox, clients, counters, ownerNotes, meta } = collectionsOf(db);
  await inbox.updateMany({}, { $unset: { owner: '' } });
  await clients.updateMany({}, { $unset: { rev: '' } });
  await counters.deleteOne({ _id: settingsCounter });
  await ownerNotes.drop();
  await inbox.dropIndex('owner_1__id.campaign_1');
  await clients.dropIndex('rev_1');
  await campaigns.updateMany({}, { $unset: { published: '', unpublished: '' } });
  await campaigns.dropIndex('unpublished_1__id_1');
  await campaigns.dropIndex('state_1_owner_1');
  await campaigns.createIndex({ state: 1 });
  await meta.updateOne({ _id: 'schema' }, { $set: { version: 1 } });
  return { db, record };
}
