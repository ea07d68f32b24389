import { expect, test } from 'vitest';
import { createScriptedBots } from '../support/bots/scripted-bots.ts';
import { storePool, botStep } from '../support/bots/bot-step.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';

const scope = 'bots:default/support';

test('two instances never use more bots than a pool has, and a killed owner leaves them exact', async () => {
  const cluster = await startCluster();
  const bots = createScriptedBots(() => cluster.time.clocks.business);
  await storePool(cluster.store, { size: 3 });
  const one = await cluster.join('one', { bots: bots.line });
  const two = await cluster.join('two', { bots: bots.line });
  const held = async (): Promise<number> => (await cluster.store.readLimits([scope]))[0]?.held ?? 0;
  const steps = [botStep];
  const mine = await startCampaign({ cluster, instance: one, contacts: 5, steps, keepOpen: true });
  await startCampaign({ cluster, instance: two, contacts: 5, firstRow: 11, name: 'autumn', steps });
  await cluster.until(() => cluster.carrier.calls.length === 3);
  await cluster.pass(5_000);
  expect([cluster.carrier.calls.length, await held(), new Set(bots.warmed).size]).toEqual([3, 3, 3]);
  const { owner } = await cluster.record(mine);
  const dead = owner === 'one' ? one : two;
  dead.kill();
  await cluster.until(async () => (await cluster.record(mine)).owner !== owner);
  await cluster.pass(5_000);
  // The calls under way still have their bots, and no other call is made.
  expect([cluster.carrier.calls.length, await held()]).toEqual([3, 3]);
});

test('an owner that is killed while it gets bots ready leaves its places, and the next one asks for the same bots', async () => {
  const cluster = await startCluster();
  const bots = createScriptedBots(() => cluster.time.clocks.business);
  bots.behaviour.warmMs = 9_000;
  await storePool(cluster.store, { size: 3 });
  const one = await cluster.join('one', { bots: bots.line });
  await cluster.join('two', { bots: bots.line });
  const campaign = await startCampaign({ cluster, instance: one, contacts: 5, steps: [botStep] });
  await cluster.until(() => bots.warmed.length === 3);
  const { owner } = await cluster.record(campaign);
  expect(owner).toBe('one');
  one.kill();
  await cluster.until(() => bots.warmed.length > 3);
  expect(new Set(bots.warmed).size).toBe(3);
  await cluster.until(() => cluster.carrier.calls.length === 3);
  await cluster.pass(3_000);
  expect((await cluster.store.readLimits([scope]))[0]?.held).toBe(3);
  expect(cluster.carrier.calls.length).toBe(3);
});
