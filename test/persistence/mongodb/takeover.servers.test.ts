import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { collectionsOf } from '../../../src/persistence/mongodb/documents/collections.ts';
import { createOpenSessions } from '../../../src/persistence/mongodb/connection/open-sessions.ts';
import { campaignOf } from '../../contracts/store/fixtures.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');

describe.runIf(bin !== null)('an instance that died in a transaction', () => {
  const set = useReplicaSet(bin);

  test('does not keep its campaign from the next owner', async () => {
    const database = `test-${randomUUID()}`;
    const store = await openTestStore({ uri: set().uri, database, instance: 'two' });
    const record = { ...campaignOf({}), owner: 'one', epoch: 1 };
    await store.createCampaign(record);
    // Another process would begin a turn like this; what ends with its kill is the socket, not the transaction.
    const dead = new MongoClient(set().uri);
    const db = dead.db(database);
    const session = dead.startSession();
    const { openSessions, campaigns } = collectionsOf(db);
    await createOpenSessions({ db, instance: 'one', openSessions }).note(session);
    session.startTransaction();
    await campaigns.updateOne({ _id: record.id }, { $set: { seq: 99 } }, { session });

    const began = performance.now();
    const claim = { campaign: record.id, fromEpoch: 1, instance: 'two' };
    expect(await store.claimCampaign(claim)).toBe(2);
    // A minute is what the server itself would take.
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(await store.readCampaign(record.id)).toMatchObject({ seq: record.seq, epoch: 2, owner: 'two' });
    await expect(session.commitTransaction()).rejects.toThrow(/aborted|does not match|NoSuchTransaction/i);
    await session.endSession();
    await dead.close();
    await store.close();
  });
});
