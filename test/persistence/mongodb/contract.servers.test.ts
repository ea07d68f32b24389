import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { storeSuite } from '../../contracts/store.suite.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { emptyDatabase, openTestStore } from './open-test-store.ts';
import { createQueryLog } from './query-log.ts';

const bin = requireServer('mongod');

describe.runIf(bin !== null)('a replica set of one member', () => {
  const set = useReplicaSet(bin);
  const database = `test-${randomUUID()}`;
  const queries = createQueryLog();

  storeSuite({
    name: 'MongoDB',
    async open() {
      const store = await openTestStore({ uri: set().uri, database, onCommand: queries.note });
      return {
        store,
        async dispose() {
          await store.close();
          await emptyDatabase({ uri: set().uri, database });
        },
      };
    },
  });

  /** After the suite, which has sent every kind of query. */
  test('every query of the suite is answered by an index', async () => {
    expect(queries.shapes().length).toBeGreaterThan(60);
    // Each instance has one small row, and all of them are read.
    expect(await queries.withoutIndex({ uri: set().uri, database })).toEqual(['find instances ']);
  });
});
