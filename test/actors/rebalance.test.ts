import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createRebalance, movesOf } from '../../src/actors/ownership/rebalance.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { createTestClock } from '../support/time/test-clock.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

describe('the number of campaigns handed over in one round', () => {
  const alive = new Set(['a', 'b', 'c']);
  const moves = (campaigns: Readonly<Record<string, number>>, chance = 0): number =>
    movesOf({
      counts: Object.entries(campaigns).map(([owner, count]) => ({ owner, campaigns: count })),
      alive,
      beating: new Set(['b', 'c']),
      instance: 'a',
      random: () => chance,
    });

  test.each([
    [{ a: 9 }, 6],
    [{ a: 3, b: 3, c: 3 }, 0],
    [{ a: 4, b: 3, c: 3 }, 0],
    [{ a: 5, b: 4, c: 0 }, 2],
    [{ b: 9 }, 0],
    [{ a: 600 }, 50],
  ])('%j: %i', (campaigns, expected) => {
    expect(moves(campaigns)).toBe(expected);
  });

  test('the maximum of a round is divided between the instances that have too many', () => {
    expect(moves({ a: 300, b: 300 })).toBe(25);
    expect(moves({ a: 300, b: 300 }, 0.99)).toBe(25);
  });

  test('not more than the others have room for', () => {
    expect(moves({ a: 5, b: 2, c: 2 })).toBe(2);
  });
});

test('campaigns that are taken after the shares were right are counted again', async () => {
  const system = createTestClock();
  const instances = { alive: new Set(['a', 'b']), beating: new Set(['b']) };
  let counts = [
    { owner: 'a', campaigns: 5 },
    { owner: 'b', campaigns: 5 },
  ];
  const handed: string[] = [];
  const rebalance = createRebalance({
    instance: 'a',
    store: { countByOwner: async () => counts },
    system,
    random: () => 0,
    log: pino({ level: 'silent' }),
    candidates: () => ['one', 'two', 'three'],
    handOver: async (campaign) => handed.push(campaign) > 0,
    announce: async () => undefined,
  });
  await rebalance.round(instances);
  counts = [
    { owner: 'a', campaigns: 7 },
    { owner: 'b', campaigns: 3 },
  ];
  await rebalance.round(instances);
  expect(handed).toEqual([]);
  rebalance.noteTaken();
  await rebalance.round(instances);
  await rebalance.settled();
  expect(handed).toEqual(['one', 'two']);
});

describe('instances that join and leave', () => {
  let cluster: Cluster;
  let one: TestInstance;
  beforeEach(async () => {
    cluster = await startCluster();
    one = await cluster.join('one');
  });

  const start = async (count: number): Promise<string[]> => {
    const campaigns: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const name = `campaign-${index}`;
      campaigns.push(
        await startCampaign({
          cluster,
          instance: one,
          name,
          contacts: 3,
          firstRow: 1 + 10 * index,
          rateLimits: { concurrent: 2 },
        }),
      );
    }
    await cluster.until(() => cluster.carrier.calls.length === 2 * count);
    return campaigns;
  };
  const ownersOf = async (campaigns: readonly string[]): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const campaign of campaigns) {
      const { owner } = await cluster.record(campaign);
      counts[owner ?? 'nobody'] = (counts[owner ?? 'nobody'] ?? 0) + 1;
    }
    return counts;
  };

  test('a new instance gets its share within 30 s, and no call is interrupted or repeated', async () => {
    const campaigns = await start(6);
    await cluster.join('two');
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 3, 30_000);
    expect(await ownersOf(campaigns)).toEqual({ one: 3, two: 3 });
    await cluster.pass(60_000);
    expect(await ownersOf(campaigns)).toEqual({ one: 3, two: 3 });
    expect(new Set(cluster.carrier.calls.map(({ to }) => to)).size).toBe(cluster.carrier.calls.length);
    for (const campaign of campaigns) expect((await cluster.record(campaign)).counters.open).toBe(2);
    // The former owner had nothing under way when it released a campaign.
    expect(cluster.commits.filter(({ kind }) => kind === 'fenced')).toEqual([]);
  });

  test('a campaign whose touch is being placed is released when the result is stored', async () => {
    const connected = Promise.withResolvers<void>();
    cluster.carrier.connect = () => connected.promise;
    const campaigns: string[] = [];
    for (const [index, name] of ['first', 'second'].entries())
      campaigns.push(await startCampaign({ cluster, instance: one, name, contacts: 1, firstRow: 1 + index }));
    await cluster.join('two');
    const isLeaving = (): boolean => campaigns.some((campaign) => one.runtime.actor(campaign) === null);
    await cluster.until(isLeaving, 30_000);
    expect(await ownersOf(campaigns)).toEqual({ one: 2 });
    connected.resolve();
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 1, 10_000);
    expect(cluster.commits.filter(({ kind }) => kind === 'fenced')).toEqual([]);
  });

  test('a campaign that is being handed over is not taken back by the sweep after a failed round', async () => {
    const connected = Promise.withResolvers<void>();
    cluster.carrier.connect = () => connected.promise;
    const campaigns: string[] = [];
    for (const [index, name] of ['first', 'second'].entries())
      campaigns.push(await startCampaign({ cluster, instance: one, name, contacts: 1, firstRow: 1 + index }));
    await cluster.join('two');
    await cluster.until(() => campaigns.some((campaign) => one.runtime.actor(campaign) === null), 30_000);
    const swept: string[] = [];
    cluster.watch = ({ name, side, instance }) => {
      if (instance !== 'one' || side !== 'before') return;
      if (name === 'store.listOwned') swept.push(name);
      if (name === 'store.beat' && swept.length === 0) throw new Error('the store does not answer');
    };
    await cluster.pass(1_500);
    cluster.watch = ({ name, side, instance }) => {
      if (instance === 'one' && side === 'before' && name === 'store.listOwned') swept.push(name);
    };
    await cluster.until(() => swept.length > 0, 3_000);
    connected.resolve();
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 1, 10_000);
    const epochs = await Promise.all(
      campaigns.map(async (campaign) => (await cluster.record(campaign)).epoch),
    );
    // Released, and taken by the other instance.
    expect(new Set(epochs)).toEqual(new Set([1, 3]));
  });

  test('a campaign that was handed over is not handed over again within a minute', async () => {
    const campaigns = await start(6);
    await cluster.join('two');
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 3, 30_000);
    const epochs = async (): Promise<number[]> =>
      Promise.all(campaigns.map(async (campaign) => (await cluster.record(campaign)).epoch));
    const before = await epochs();
    await cluster.join('three');
    await cluster.pass(20_000);
    const moved = (await epochs()).filter((epoch, index) => epoch !== before[index]);
    const fresh = before.filter((epoch) => epoch > 1);
    // The share is two. Only the first instance has a campaign that was not moved before.
    expect(await ownersOf(campaigns)).toEqual({ one: 2, two: 3, three: 1 });
    expect(moved).toHaveLength(1);
    expect(fresh).toHaveLength(3);
    await cluster.pass(70_000);
    expect(await ownersOf(campaigns)).toEqual({ one: 2, two: 2, three: 2 });
  });

  test('orders and callbacks during a handover are carried out', async () => {
    const campaigns = await start(4);
    await cluster.join('two');
    const replies = await Promise.all(
      campaigns.flatMap((campaign) =>
        ['pause', 'resume'].map((name) =>
          cluster.during(
            one.engine.command({
              campaign,
              command:
                name === 'pause'
                  ? { name, pause: { cause: 'operator', by: 'test', reason: null } }
                  : { name: 'resume' },
              by: 'test',
            }),
          ),
        ),
      ),
    );
    expect(replies).toHaveLength(8);
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 2, 30_000);
    for (const campaign of campaigns) expect((await cluster.record(campaign)).state).toBe('running');
  });

  test('the campaigns of an instance that stops have another owner within a second', async () => {
    const campaigns = await start(6);
    const two = await cluster.join('two');
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 3, 30_000);
    await cluster.during(two.runtime.stop());
    // The message of the stopping instance suffices: no beat passes.
    await cluster.pass(10);
    expect(await ownersOf(campaigns)).toEqual({ one: 6 });
  });

  test('an instance that stops releases what has nothing under way at once', async () => {
    const campaigns = await start(4);
    await cluster.join('two');
    await cluster.until(async () => (await ownersOf(campaigns))['two'] === 2, 30_000);
    const connected = Promise.withResolvers<void>();
    cluster.carrier.connect = () => connected.promise;
    const late = await startCampaign({ cluster, instance: one, name: 'late', contacts: 1, firstRow: 90 });
    await cluster.pass(500);
    const stopped = one.runtime.stop();
    await cluster.pass(500);
    expect(await ownersOf([late, ...campaigns])).toEqual({ one: 1, two: 4 });
    expect((await cluster.record(late)).owner).toBe('one');
    connected.resolve();
    await cluster.during(stopped);
    await cluster.pass(10);
    expect(await ownersOf([late, ...campaigns])).toEqual({ two: 5 });
    expect(cluster.commits.filter(({ kind }) => kind === 'fenced')).toEqual([]);
  });
});
