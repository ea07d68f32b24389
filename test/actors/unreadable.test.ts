import { beforeEach, describe, expect, test } from 'vitest';
import { createReadable } from '../../src/actors/host/unreadable.ts';
import { createMachines } from '../../src/actors/transitions/machines.ts';
import { defaultLease } from '../../src/actors/index.ts';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import { nothingDone } from '../../src/persistence/contract/store.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

let cluster: Cluster;
let one: TestInstance;
beforeEach(async () => {
  cluster = await startCluster();
  one = await cluster.join('one');
});

/** Puts something else into the stored row, as a damaged file or a hand that slipped would. */
async function spoil(campaign: string, change: Partial<CampaignRecord>): Promise<void> {
  const record = await cluster.record(campaign);
  const { epoch, rev, seq } = record;
  const spoilt = { ...record, ...change, rev: rev + 1, turn: 'spoilt' };
  await cluster.store.commitTurn({ ...nothingDone, expected: { epoch, rev, seq }, record: spoilt });
}

/** The owner dies with a call on the phone; whoever takes over meets the spoilt row. */
async function takeOverSpoilt(change: Partial<CampaignRecord>): Promise<string> {
  const limits = { concurrent: 1, perSecond: 10 };
  const campaign = await startCampaign({ cluster, instance: one, contacts: 3, rateLimits: limits });
  await cluster.until(() => cluster.carrier.calls.length === 1);
  one.kill();
  await spoil(campaign, change);
  await cluster.join('two');
  await cluster.pass(defaultLease.leaseMs * 4);
  return campaign;
}

describe('a campaign that cannot be loaded', () => {
  const definition = { name: 'spring', steps: [] } as unknown as CampaignRecord['definition'];
  test.each([
    ['a definition without steps', { definition }],
    ['a snapshot in a state that no machine has', { snapshot: '{"value":"dreaming","context":{}}' }],
    ['a snapshot that lost its context', { snapshot: '{"value":{"running":"dispatching"}}' }],
    ['a snapshot that is no JSON', { snapshot: 'NaN, or so' }],
  ])('fails, says why, and calls nobody else: %s', async (_, change) => {
    const campaign = await takeOverSpoilt(change);
    const { state, counters, snapshot } = await cluster.record(campaign);
    expect({ state, total: counters.total, open: counters.open }).toEqual({
      state: 'failed',
      total: 3,
      open: 1,
    });
    expect(JSON.parse(snapshot)).toMatchObject({
      value: 'failed',
      context: { failure: { code: 'campaign.unreadable' } },
    });
    const events = await cluster.store.readEvents({ campaign, afterSeq: 0, limit: 100 });
    expect(events.filter(({ type }) => type === 'campaign.failed')).toHaveLength(1);
    expect(cluster.carrier.calls).toHaveLength(1);
  });

  test('is found by a check of each definition that was not found valid before', async () => {
    const record = await cluster.record(await startCampaign({ cluster, instance: one, contacts: 1 }));
    const checked: unknown[] = [];
    const readable = createReadable({
      store: cluster.store,
      clocks: cluster.time.clocks,
      kit: {
        machines: createMachines(),
        newId: () => 'evt_1',
        faultOf(found) {
          checked.push(found);
          return JSON.stringify(found).includes('"steps":[]')
            ? { path: 'steps', message: 'there is none', cause: null }
            : null;
        },
      },
      onFailed: () => undefined,
    });
    await readable(record);
    await readable({ ...record, definition: structuredClone(record.definition) });
    expect(checked).toHaveLength(1);
    await readable({ ...record, definition: { ...record.definition, name: 'autumn' } });
    expect(checked).toHaveLength(2);
    for (const seen of [3, 4]) {
      await expect(readable({ ...record, rev: -1, definition })).rejects.toMatchObject({
        code: 'campaign.moved',
      });
      expect(checked).toHaveLength(seen);
    }
  });

  test('is left alone if a newer release wrote it: that one can read it', async () => {
    const campaign = await takeOverSpoilt({ machineVersion: 99 });
    expect((await cluster.record(campaign)).state).toBe('running');
    expect(cluster.carrier.calls).toHaveLength(1);
  });
});
