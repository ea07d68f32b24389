import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import { emptyDatabase, openTestStore } from '../../persistence/mongodb/open-test-store.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { recordTests } from './record-suite.ts';

const bin = requireServer('mongod');

describe.runIf(bin !== null)('records of an earlier program, in MongoDB', () => {
  const database = `test-${randomUUID()}`;
  const set = useReplicaSet(bin);

  recordTests({
    async open() {
      await emptyDatabase({ uri: set().uri, database });
      return openTestStore({ uri: set().uri, database });
    },
  });
});
