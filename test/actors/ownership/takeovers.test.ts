import { beforeEach, expect, test } from 'vitest';
import { defaultLease } from '../../../src/actors/index.ts';
import { proofView } from '../../../src/queries/installation/proof/proof.ts';
import type { TakeoverView } from '../../../src/queries/index.ts';
import { channels } from '../../../src/channels/registry.ts';
import type { TestInstance } from '../../support/service/installation.ts';
import { startCampaign, startCluster } from '../../support/service/start-cluster.ts';
import type { Cluster } from '../../support/service/start-cluster.ts';

let cluster: Cluster;
let one: TestInstance;
let campaign: string;
beforeEach(async () => {
  cluster = await startCluster();
  one = await cluster.join('one');
  campaign = await startCampaign({ cluster, instance: one, contacts: 3, rateLimits: { concurrent: 1 } });
});

const now = (): number => cluster.time.clocks.business.now();
const ownedBy = (owner: string): Promise<void> =>
  cluster.until(async () => (await cluster.record(campaign)).owner === owner);
const shown = async (): Promise<readonly TakeoverView[]> => {
  const { store } = cluster;
  const { takeovers } = await proofView({ store, channels, readAudit: null, now });
  return takeovers.items;
};

test('the first owner of a campaign takes nothing over', async () => {
  expect((await cluster.record(campaign)).owner).toBe('one');
  expect(await cluster.store.listTakeovers({ limit: 9 })).toEqual([]);
});

test('a takeover after a kill tells the last heartbeat of the owner, and when the campaign was taken', async () => {
  await cluster.join('two');
  await cluster.pass(3_400);
  const killedAt = now();
  one.kill();
  await ownedBy('two');
  const [taken, ...others] = await cluster.store.listTakeovers({ limit: 9 });
  expect(others).toEqual([]);
  const { epoch } = await cluster.record(campaign);
  expect(taken).toMatchObject({ campaign, epoch, from: 'one', to: 'two', cause: 'dead' });
  const { beatAt, at } = taken ?? { beatAt: null, at: 0 };
  expect(killedAt - (beatAt ?? 0)).toBeGreaterThanOrEqual(0);
  expect(killedAt - (beatAt ?? 0)).toBeLessThan(defaultLease.beatMs);
  expect(at - (beatAt ?? 0)).toBeGreaterThanOrEqual(defaultLease.leaseMs);
  expect(at).toBeLessThanOrEqual(now());
  expect(await shown()).toMatchObject([{ campaign, name: 'spring', epoch, from: 'one', to: 'two' }]);
});

test('an instance that starts after the kill, and saw no heartbeat, knows the last one, too', async () => {
  await cluster.pass(3_400);
  const killedAt = now();
  one.kill();
  await cluster.pass(60_000);
  await cluster.join('two');
  await ownedBy('two');
  const [taken] = await cluster.store.listTakeovers({ limit: 9 });
  expect(killedAt - (taken?.beatAt ?? 0)).toBeLessThan(defaultLease.beatMs);
});

test('a campaign that a stopping instance gave up is one takeover, open until it is taken', async () => {
  const stoppedAt = now();
  await one.stop();
  expect(await shown()).toMatchObject([{ from: 'one', to: null, cause: 'stopping', takenAt: null }]);
  await cluster.pass(5_000);
  const joinedAt = now();
  await cluster.join('two');
  await ownedBy('two');
  const [taken, ...others] = await shown();
  expect(others).toEqual([]);
  expect(taken).toMatchObject({ from: 'one', to: 'two', cause: 'stopping' });
  const [left, at] = [Date.parse(taken?.leftAt ?? ''), Date.parse(taken?.takenAt ?? '')];
  expect(left).toBeGreaterThanOrEqual(stoppedAt);
  expect(left).toBeLessThan(joinedAt);
  expect(at).toBeGreaterThanOrEqual(joinedAt);
});

test('a campaign that moves to an instance that has joined is rebalanced', async () => {
  await startCampaign({ cluster, instance: one, contacts: 1, firstRow: 10, name: 'summer' });
  await cluster.join('two');
  await cluster.until(async () => (await shown()).some(({ to }) => to === 'two'));
  expect(await shown()).toMatchObject([{ from: 'one', to: 'two', cause: 'rebalanced' }]);
});
