import { expect, test } from 'vitest';
import { plainStep } from '../../support/builders/campaigns.ts';
import { rowOf } from '../../support/builders/contacts.ts';
import { createCampaignTools } from '../../support/service/campaign-tools.ts';
import { startCluster } from '../../support/service/start-cluster.ts';

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
