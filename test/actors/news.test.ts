import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLease } from '../../src/actors/index.ts';
import { createSweep } from '../../src/actors/ownership/takeover/sweep.ts';
import { rowOf } from '../support/builders/contacts.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { deafBus } from '../support/service/deaf-bus.ts';
import { play } from '../contracts/store/fixtures.ts';

/** Thirty beats and one. */
const sweepMs = 31 * defaultLease.beatMs;

let cluster: Cluster;
let one: TestInstance;
beforeEach(async () => {
  cluster = await startCluster({ bus: deafBus });
  one = await cluster.join('one');
});

const calls = (): number => cluster.carrier.calls.length;

/** Counts the calls of the store that an instance makes while time passes. */
async function countVerbs(instance: string, ms: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  cluster.watch = ({ instance: by, name, side }) => {
    if (by === instance && side === 'before' && name.startsWith('store.'))
      counts[name.slice('store.'.length)] = (counts[name.slice('store.'.length)] ?? 0) + 1;
  };
  await cluster.pass(ms);
  cluster.watch = () => undefined;
  return counts;
}

describe('the reads of a beat', () => {
  test('are the same few, however many campaigns wait', async () => {
    const first = await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true });
    const record = await cluster.record(first);
    for (let number = 2; number <= 200; number += 1) {
      await cluster.store.createCampaign({
        ...record,
        id: `${first}_${number}`,
        name: `spring-${number}`,
        owner: number % 2 === 0 ? 'two' : null,
      });
    }
    await cluster.join('two');
    await cluster.pass(sweepMs + 500);
    expect((await cluster.store.listOwned('one')).length).toBeGreaterThan(50);
    const beats = 10;
    const counts = await countVerbs('one', beats * defaultLease.beatMs);
    const { listOpenImports: _i, ...reads } = counts;
    expect(reads).toEqual({
      beat: beats,
      listInstances: beats,
      listOrphans: beats / 5,
      readNews: beats,
      sweepRemoved: beats / 5,
    });
  });
});

describe('without a bus', () => {
  test('contacts that another instance imports into a waiting campaign are called within a beat', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 1, keepOpen: true });
    await cluster.until(() => calls() === 1);
    const { engine } = await cluster.join('two');
    await cluster.pass(5_000);
    const list = await cluster.during(engine.openImport({ campaign, format: 'csv', by: 'test' }));
    const rows = [rowOf(2)];
    const chunk = {
      campaign,
      import: list.id,
      columns: ['phone'],
      rows,
      rejected: [],
      optOuts: [],
      lastRow: 2,
    };
    await cluster.during(engine.addRows(chunk));
    await cluster.until(() => calls() === 2, 2 * defaultLease.beatMs);
    expect(cluster.carrier.calls[1]?.by).toBe('one');
  });

  test('a note is dropped once the owner has read what it says', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true });
    const { engine } = await cluster.join('two');
    const command = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
    await cluster.during(engine.command({ campaign, command, by: 'test' }));
    await cluster.pass(3 * defaultLease.beatMs);
    expect((await cluster.store.readNews('one')).news).toEqual([]);
    expect(one.runtime.actor(campaign)?.memory()?.record.state).toBe('paused');
  });
});

describe('the sweep', () => {
  test('takes a campaign whose owner is no instance', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true });
    const { epoch } = await cluster.record(campaign);
    await cluster.store.claimCampaign({ campaign, fromEpoch: epoch, instance: 'ghost' });
    await cluster.until(async () => (await cluster.record(campaign)).owner === 'one', sweepMs);
  });

  test('runs a campaign of this instance that it does not run, because the answer to its claim was lost', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 0, keepOpen: true });
    const { epoch } = await cluster.record(campaign);
    await cluster.store.claimCampaign({ campaign, fromEpoch: epoch, instance: 'one' });
    await cluster.until(() => one.runtime.actor(campaign)?.memory()?.record.epoch === epoch + 2, sweepMs);
  });

  test.each([
    ['drops', 'two', []],
    ['keeps', 'instance-a', [{ owner: 'instance-a', rev: 1, seq: 1 }]],
  ])('%s news of a campaign that another instance ended, if %s is alive', async (_, alive, left) => {
    const { store } = cluster;
    const { commit } = await play(store);
    await commit({ events: [{}], patch: { state: 'failed', rev: 1 }, foreign: true });
    await store.beat({ id: alive, startedAt: 1, address: null, beatAt: null });
    const sweep = createSweep({
      instance: alive,
      store,
      owned: () => new Map(),
      take: () => Promise.resolve(null),
      onLost: () => undefined,
      onSeen: () => undefined,
      onWaiting: () => Promise.resolve(),
    });
    await sweep({ instances: new Set([alive]), dead: new Set() });
    expect(await store.listEndedNews()).toMatchObject(left);
    expect(await store.listEndedNews()).toHaveLength(left.length);
  });

  test('removes the row of an instance that has been dead for an hour, and no other', async () => {
    await cluster.join('two');
    await cluster.store.beat({ id: 'ghost', startedAt: 1, address: null, beatAt: null });
    const idsOf = async (): Promise<string[]> => (await cluster.store.listInstances()).map(({ id }) => id);
    await cluster.pass(3_600_000);
    expect(await idsOf()).toEqual(['ghost', 'one', 'two']);
    await cluster.until(async () => (await idsOf()).length === 2, 2 * sweepMs);
    expect(await idsOf()).toEqual(['one', 'two']);
  });

  test('takes in what waits for a campaign that has ended and is run by no instance', async () => {
    const campaign = await startCampaign({ cluster, instance: one, contacts: 1 });
    const command = { name: 'cancel', hangUp: false, reason: null } as const;
    await cluster.until(() => calls() === 1);
    const ended = cluster.during(one.engine.command({ campaign, command, by: 'test' }));
    expect(await ended).toBeDefined();
    await cluster.until(async () => (await cluster.record(campaign)).state === 'cancelled', 30 * 60_000);
    await cluster.until(() => one.runtime.actor(campaign) === null);
    const { epoch } = await cluster.record(campaign);
    await cluster.store.claimCampaign({ campaign, fromEpoch: epoch, instance: 'ghost' });
    const body = JSON.stringify({ type: 'evidence', attempt: 'att_unknown', providerId: null, evidence: [] });
    await cluster.store.putInbox({ id: 'evt_late', campaign, at: 1, body });
    await cluster.until(async () => (await cluster.store.listInboxes()).length === 0, sweepMs);
  });
});
