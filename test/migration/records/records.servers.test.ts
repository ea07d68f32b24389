import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import type { ReplicaSet } from '../../../scripts/servers/replica-set.ts';
import { emptyDatabase, openTestStore } from '../../persistence/mongodb/open-test-store.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { recordTests } from './record-suite.ts';

const bin = requireServer('mongod');

describe.runIf(bin !== null)('records of an earlier program, in MongoDB', () => {
  const database = `test-${randomUUID()}`;
  let set: ReplicaSet;
  beforeAll(async () => {
    set = await startReplicaSet({ bin: bin ?? '' });
  });
  afterAll(() => set.stop());

  recordTests({
    async open() {
      await emptyDatabase({ uri: set.uri, database });
      return openTestStore({ uri: set.uri, database });
    },
  });
});
