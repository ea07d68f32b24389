import { expect, test } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { sleep } from '../../../src/platform/clock.ts';
import { plainStep } from '../../support/builders/campaigns.ts';
import { rowOf } from '../../support/builders/contacts.ts';
import { createCampaignTools } from '../../support/service/campaign-tools.ts';
import { startCampaign, startCluster } from '../../support/service/start-cluster.ts';

const by = 'test';

test('a campaign that is started through an instance that stops is run by another one at once', async () => {
  const cluster = await startCluster();
  const leaving = await cluster.join('leaving');
  await cluster.join('staying');
  const tools = createCampaignTools({ ...cluster, engine: leaving.engine });
  const { id: campaign } = await tools.create({ name: 'late', steps: [plainStep] });
  await tools.enroll({ campaign, rows: [rowOf(1), rowOf(2)] });
  const starting: Promise<unknown>[] = [];
  cluster.watch = ({ name, side, instance }) => {
    if (instance !== 'leaving' || name !== 'store.removeInstance' || side !== 'before') return;
    const command = { name: 'start', startAt: null } as const;
    starting.push(leaving.engine.command({ campaign, command, by }));
  };
  await leaving.stop();
  await Promise.all(starting);
  // No beat passes.
  await cluster.pass(10);
  expect(await cluster.record(campaign)).toMatchObject({ state: 'running', owner: 'staying', epoch: 1 });
});

test('the permits of a turn that is under way when its instance stops are not used', async () => {
  const cluster = await startCluster();
  const { system } = cluster.time.clocks;
  let begun = false;
  const slowly = (store: Store): Store => ({
    ...store,
    async commitTurn(turn) {
      begun ||= turn.minted.length > 0;
      if (begun) await sleep({ clock: system, ms: 300 });
      return store.commitTurn(turn);
    },
  });
  const leaving = await cluster.join('leaving', { wrapStore: slowly });
  const limits = { rateLimits: { concurrent: 2, perSecond: 2 } };
  const campaign = await startCampaign({ cluster, instance: leaving, contacts: 2, ...limits });
  await cluster.until(() => begun);
  await leaving.stop();
  expect(cluster.carrier.calls).toHaveLength(0);
  expect(await cluster.record(campaign)).toMatchObject({ owner: null, counters: { open: 0 } });
  await cluster.join('staying');
  await cluster.until(() => cluster.carrier.calls.length === 2, 10_000);
});

test('an answer to a placement that comes after its campaign was handed over is stored for the next owner', async () => {
  const cluster = await startCluster();
  const { carrier, time } = cluster;
  const { system } = time.clocks;
  carrier.answersAtOnce = false;
  const leaving = await cluster.join('leaving');
  const campaign = await startCampaign({ cluster, instance: leaving, contacts: 1 });
  await cluster.until(() => carrier.calls.length === 1);
  await cluster.join('staying');
  const [call] = carrier.calls;
  let owner: Promise<string | null> = Promise.resolve(null);
  system.at(system.now() + 6_000, () => {
    owner = cluster.record(campaign).then((record) => record.owner);
    call?.reply();
  });
  await leaving.stop();
  expect(await owner).toBe('staying');
  // A search finds nothing at this carrier.
  const attempt = async () => (await cluster.store.readAttempts([call?.attempt ?? '']))[0];
  await cluster.until(async () => (await attempt())?.state === 'placed', 2_000);
  expect(await attempt()).toMatchObject({ receipt: call?.requestId });
});
