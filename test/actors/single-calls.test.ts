import { beforeEach, describe, expect, test } from 'vitest';
import { directName } from '../../src/domain/campaign/campaign.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';

let cluster: Cluster;
let one: TestInstance;
beforeEach(async () => {
  cluster = await startCluster();
  one = await cluster.join('one');
});

const place = ({ engine }: TestInstance, phone: string) =>
  cluster.during(
    engine.placeCall({
      client: 'default',
      phone,
      extension: null,
      step,
      calendar: { zones: ['America/New_York'], regions: [] },
      variables: {},
      outsideHours: null,
      by: 'test',
    }),
  );
const called = (): string[] => cluster.carrier.calls.map(({ to }) => to).sort();
const phones = ['+12025550001', '+12025550002'] as const;

describe('the first single calls of a client', () => {
  test('that are placed at the same time share one campaign, and each is made once', async () => {
    const two = await cluster.join('two');
    const [left, right] = await Promise.all([place(one, phones[0]), place(two, phones[1])]);
    expect(left.campaign).toBe(right.campaign);
    expect(new Set([left.position, right.position])).toEqual(new Set([1, 2]));
    await cluster.until(() => cluster.carrier.calls.length === 2);
    await cluster.pass(5_000);
    expect(called()).toEqual([...phones]);
  });

  test('are refused if the campaign cannot be created, and the next one creates it', async () => {
    const create = one.store.createCampaign;
    one.store.createCampaign = () => Promise.reject(new Error('the disk is full'));
    await expect(place(one, phones[0])).rejects.toThrow('the disk is full');
    expect(await cluster.store.findCampaign({ client: 'default', name: directName })).toBeNull();
    one.store.createCampaign = create;
    await place(one, phones[1]);
    await cluster.until(() => cluster.carrier.calls.length === 1);
    expect(called()).toEqual([phones[1]]);
  });
});
