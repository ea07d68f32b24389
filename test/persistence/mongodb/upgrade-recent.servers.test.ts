import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import type { Db, Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaVersion } from '../../../src/persistence/mongodb/connection/schema.ts';
import { addressOf, monday, play } from '../../contracts/store/fixtures.ts';
import { suppressionOf } from '../../support/builders/suppressions.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');
const hour = 3_600_000;

/** The collections that each schema added to the one before. */
const added: readonly { schema: number; names: readonly string[] }[] = [
  { schema: 14, names: ['senders', 'senderOutcomes'] },
  { schema: 15, names: ['webhooks', 'webhookCursors'] },
  { schema: 16, names: ['consents'] },
  { schema: 17, names: ['rateTables', 'spending'] },
];

describe.runIf(bin !== null)('a database of a recent schema', () => {
  const set = useReplicaSet(bin);
  let connection: MongoClient;
  beforeAll(async () => {
    connection = await MongoClient.connect(set().uri);
  });
  afterAll(() => connection.close());

  /** Writes documents of an earlier shape, which the rules of the present schema would refuse. */
  const insert = (db: Db, name: string, document: Document) =>
    db.collection(name).insertOne(document, { bypassDocumentValidation: true });

  /** Makes a database as a program of that schema left it: a campaign with a contact, an entry with an end, and alerts. */
  async function create(schema: number): Promise<{ database: string; campaign: string }> {
    const database = `test-${randomUUID()}`;
    const store = await openTestStore({ uri: set().uri, database });
    const { id: campaign } = await play(store, { people: 2 });
    await store.putSuppression(
      suppressionOf({ address: addressOf(2), at: monday, expiresAt: monday + hour }),
    );
    await store.close();
    const db = connection.db(database);
    for (const { names } of added.filter((one) => one.schema > schema))
      for (const name of names) await db.dropCollection(name);
    if (schema < 15) {
      const times = { createdAt: monday, dueAt: monday };
      const waiting = { state: 'waiting', tries: 1, lastError: 'timeout', taken: false };
      const delivery = { client: 'default', target: 'default', body: '{"text":"alert"}' };
      await insert(db, 'deliveries', { _id: 'dlv_1', ...delivery, ...times, ...waiting });
      const url = 'https://hooks.example.com/in';
      await insert(db, 'alertWebhooks', { _id: 'default', url, secret: 'whsec_x', updatedAt: monday });
    }
    await db
      .collection<{ _id: string; version: number }>('meta')
      .updateOne({ _id: 'schema' }, { $set: { version: schema } });
    return { database, campaign };
  }

  test.each([13, 14, 15])('%i is opened, keeps its rows and goes on', async (schema) => {
    const { database, campaign } = await create(schema);
    const uri = set().uri;
    await (await openTestStore({ uri, database })).close();
    const store = await openTestStore({ uri, database });
    expect(store.schemaVersion()).toBe(schemaVersion);
    const reachAt = async (at: number) =>
      (await store.readReach({ campaign, positions: [1, 2], at })).map(({ marks, consented }) => [
        marks.map(({ until }) => until),
        consented,
      ]);
    expect(await reachAt(monday)).toEqual([
      [[], []],
      [[monday + hour], []],
    ]);
    expect(await reachAt(monday + hour)).toEqual([
      [[], []],
      [[], []],
    ]);
    const consent = {
      address: addressOf(1),
      channel: 'voice',
      source: 'form',
      purpose: null,
      evidence: null,
    };
    const record = { ...consent, client: 'default', givenAt: 1, by: 'ops', recordedAt: 1, withdrawnAt: null };
    await store.putConsents({ client: 'default', consents: [record] });
    expect(await reachAt(monday + hour)).toEqual([
      [[], ['voice']],
      [[], []],
    ]);
    const change = { label: null, tags: ['cold'] };
    await store.putSenders({ client: 'default', addresses: ['+12025550100'], change, by: 'ops', at: monday });
    expect(await store.listSenders('default')).toHaveLength(1);
    const webhooks = await store.listWebhooks();
    expect(webhooks.map(({ id, types }) => [id, types])).toEqual(
      schema < 15 ? [['whk_alerts_default', ['alert.*']]] : [],
    );
    if (schema < 15) {
      const due = { target: 'whk_alerts_default', now: monday, leasedUntil: monday + hour, limit: 9 };
      expect(await store.takeDueDeliveries(due)).toMatchObject([{ id: 'dlv_1', type: 'alert.raised' }]);
    }
    await store.close();
  });
});
