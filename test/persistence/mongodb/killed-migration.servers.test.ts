import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaVersion } from '../../../src/persistence/mongodb/connection/schema.ts';
import { collectionsOf } from '../../../src/persistence/mongodb/documents/collections.ts';
import { findDrift } from '../../../src/persistence/mongodb/examination/drift.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';
import { createSchema1 } from './schema-1.ts';

const bin = requireServer('mongod');
const script = fileURLToPath(new URL('support/migrate-and-die.ts', import.meta.url));

describe.runIf(bin !== null)('a migration that is killed', () => {
  const set = useReplicaSet(bin);
  let connection: MongoClient;
  beforeAll(async () => {
    connection = await MongoClient.connect(set().uri);
  });
  afterAll(() => connection.close());

  /** Migrates in a process that kills itself at this moment; without one it finishes. */
  const migrate = (database: string, when = 'never') => {
    const { signal, status, stdout } = spawnSync(process.execPath, [script, set().uri, database, when], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { signal, status, commands: Number(stdout) };
  };
  const versionOf = async (database: string) =>
    (await collectionsOf(connection.db(database)).meta.findOne({ _id: 'schema' }))?.version ?? 0;

  /** Kills at moments spread over the whole migration, each after the one before, and then lets it finish. */
  const killAgainAndAgain = async ({ database, from }: { database: string; from: number }) => {
    const versions: number[] = [];
    for (const when of ['4', '12', '45', '90', 'version']) {
      expect(migrate(database, when), when).toMatchObject({ signal: 'SIGKILL' });
      versions.push(await versionOf(database));
    }
    expect(versions).toEqual(versions.map(() => from));
    const whole = migrate(database);
    expect(whole).toMatchObject({ status: 0 });
    expect(whole.commands).toBeGreaterThan(90);
    expect(await versionOf(database)).toBe(schemaVersion);
    expect(await findDrift(connection.db(database))).toEqual([]);
  };

  test('of an empty database is continued by the next one', async () => {
    const database = `test-${randomUUID()}`;
    await killAgainAndAgain({ database, from: 0 });
  });

  test('of schema 1 is continued by the next one, and nothing stored is lost', async () => {
    const database = `test-${randomUUID()}`;
    const { record } = await createSchema1({ connection, uri: set().uri, database });
    const { id, client } = record;
    await killAgainAndAgain({ database, from: 1 });
    const store = await openTestStore({ uri: set().uri, database });
    expect(await store.readCampaign(id)).toMatchObject({ owner: 'one', epoch: 1, seq: record.seq });
    expect(await store.readInbox({ campaign: id, limit: 10 })).toMatchObject([{ id: 'evt_1' }]);
    expect(await store.listUnpublished({ after: null, limit: 10 })).toEqual([
      { campaign: id, client, published: 0 },
    ]);
    expect((await store.readNewSettings(null))?.clients).toMatchObject([{ client: 'acme' }]);
    await store.close();
  });
});
