import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { play } from '../../contracts/store/fixtures.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');
const events = 100;

describe.runIf(bin !== null)('the inbox on MongoDB', () => {
  const set = useReplicaSet(bin);

  test('stores the events together that arrive while others are being stored', async () => {
    let inserts = 0;
    const store = await openTestStore({
      uri: set().uri,
      database: `test-${randomUUID()}`,
      onCommand: (command) => (inserts += command['insert'] === 'inbox' ? 1 : 0),
    });
    const { id: campaign } = await play(store);
    const put = (number: number) => store.putInbox({ id: `evt_${number}`, campaign, at: 1, body: '' });
    const areNew = await Promise.all(Array.from({ length: events }, (_, number) => put(number)));
    expect(areNew).toEqual(Array.from({ length: events }, () => true));
    expect(await store.readInbox({ campaign, limit: 2 * events })).toHaveLength(events);
    expect(inserts).toBe(2);
    await store.close();
  });
});
