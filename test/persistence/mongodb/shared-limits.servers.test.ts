import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { limitCalls } from '../../contracts/store/attempts/limit-calls.ts';
import { play } from '../../contracts/store/fixtures.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');
const [campaigns, rounds] = [60, 3];

describe.runIf(bin !== null)('campaigns that share a caller ID', () => {
  const set = useReplicaSet(bin);

  test('reserve together at one instance, and retry between instances', async () => {
    const database = `test-${randomUUID()}`;
    let commits = 0;
    const open = (instance: string): Promise<Store> =>
      openTestStore({
        uri: set().uri,
        database,
        instance,
        onCommand: (command) => (commits += 'commitTransaction' in command ? 1 : 0),
      });
    const stores = [await open('one'), await open('two'), await open('three')] as const;
    const owners = Array.from({ length: campaigns }, (_, index) => ({
      name: `campaign-${index}`,
      calls: limitCalls(() => stores[index % stores.length] as Store),
    }));
    for (const { name } of owners) await play(stores[0], { name });
    commits = 0;
    await Promise.all(
      owners.map(async ({ name, calls: { cap, reserve, release } }) => {
        const scopes = ['account', 'caller:+1'];
        for (let round = 0; round < rounds; round += 1) {
          const caps = scopes.map((scope) => cap(scope, { concurrent: 1_000 }));
          expect((await reserve({ campaign: `cmp_${name}`, caps, want: 2 })).starts).toHaveLength(2);
          await release({ campaign: `cmp_${name}`, scopes, count: 1 });
        }
      }),
    );
    const { held } = limitCalls(() => stores[1]);
    expect(await held('account')).toBe(campaigns * rounds);
    expect(await held('caller:+1')).toBe(campaigns * rounds);
    // Alone each would have a transaction of its own: 360.
    expect(commits).toBeLessThan(campaigns);
    for (const store of stores) await store.close();
  });
});
