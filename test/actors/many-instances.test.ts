import { beforeEach, expect, test } from 'vitest';
import { defaultLease } from '../../src/actors/index.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

let cluster: Cluster;
beforeEach(async () => {
  cluster = await startCluster();
});

/** Instances that only renew their heartbeats, one of them every 70 ms. */
function keepAlive(count: number): void {
  const beat = (number: number): void => {
    const id = `other-${String(number % count).padStart(3, '0')}`;
    void cluster.store.beat({ id, startedAt: 1, address: null, beatAt: null });
    cluster.time.clocks.system.at(cluster.time.clocks.system.now() + 3_500 / count, () => beat(number + 1));
  };
  beat(0);
}

async function countVerbs(instance: string, ms: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  cluster.watch = ({ instance: by, name, side }) => {
    const verb = name.slice('store.'.length);
    if (by === instance && side === 'before' && name.startsWith('store.'))
      counts[verb] = (counts[verb] ?? 0) + 1;
  };
  await cluster.pass(ms);
  cluster.watch = () => undefined;
  return counts;
}

test('many instances read less often', async () => {
  await cluster.join('one');
  keepAlive(50);
  await cluster.pass(35_000);
  const { beat, listInstances, readNews, listOrphans } = await countVerbs('one', 35_000);
  expect({ beat, listInstances, readNews, listOrphans }).toEqual({
    beat: 10,
    // In 20 rounds, and once more in a sweep.
    listInstances: 21,
    readNews: 10,
    listOrphans: 5,
  });
});

test.each([0, 600, 1_200])(
  'a campaign of an instance that dies after %i ms is taken within the lease and two seconds',
  async (afterMs) => {
    keepAlive(50);
    const zero = await cluster.join('zero');
    const campaign = await startCampaign({ cluster, instance: zero, contacts: 0, keepOpen: true });
    await cluster.pass(1_000);
    await cluster.join('one');
    await cluster.pass(20_000 + afterMs);
    zero.fuse.blow();
    const died = cluster.time.elapsed();
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'one');
    const taken = cluster.time.elapsed() - died;
    expect(taken).toBeGreaterThan(defaultLease.leaseMs - 3_500);
    expect(taken).toBeLessThanOrEqual(defaultLease.leaseMs + 2_000);
  },
);
