import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createConnection } from '../../../src/persistence/sqlite/connection/connection.ts';
import { migrate } from '../../../src/persistence/sqlite/connection/migrate.ts';
import { migrations } from '../../../src/persistence/sqlite/migrations/index.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { limitCalls } from '../../contracts/store/attempts/limit-calls.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();

/** Before reservations had ids. */
const olderVersion = 10;
const keys = ['account:voice', 'global', 'client:default', 'campaign:cmp_spring', 'caller:+12025550100'];

/** A store as the older version left it: a running campaign with three calls in flight. */
function writeOlderStore(path: string): void {
  const database = new DatabaseSync(path);
  const connection = createConnection({ database, synchronous: 'full' });
  migrate({ connection, path, list: migrations.slice(0, olderVersion) });
  database.exec(`INSERT INTO campaigns (id, client, name, listed, state, epoch, owner, rev, seq, machine_version,
    definition_version, created_at, updated_at, counters, snapshot, definition)
    VALUES ('cmp_spring', 'default', 'spring', 1, 'running', 1, 'instance-a', 1, 0, 1, 1, 0, 0, '{}', '{}', '{}')`);
  for (const key of keys) {
    database.exec(`INSERT INTO limits VALUES ('${key}', 3, 0, NULL, '2027-03-01T09', 3, '2027-03-01', 3);
      INSERT INTO limit_holdings VALUES ('cmp_spring', '${key}', 1, 3)`);
  }
  database.close();
}

test('slots that an older version held are still held after an upgrade, under the same keys', async () => {
  writeOlderStore(file('store.db'));
  const store = await openSqliteStore({ path: file('store.db') });
  const { cap, reserve, release } = limitCalls(() => store);
  const heldOf = async () => (await store.readLimits(keys)).map(({ held }) => held);
  expect(await heldOf()).toEqual([3, 3, 3, 3, 3]);
  const caps = keys.map((key) => cap(key, { concurrent: 4, perDay: 9 }));
  expect(await reserve({ caps, want: 5 })).toMatchObject({
    starts: [expect.any(Number)],
    block: { limit: 'concurrent' },
  });
  await release({ scopes: keys, count: 3 });
  expect(await heldOf()).toEqual([1, 1, 1, 1, 1]);
  await store.recount({ campaign: 'cmp_spring', epoch: 1, held: [] });
  expect(await heldOf()).toEqual([0, 0, 0, 0, 0]);
  await store.close();
});
