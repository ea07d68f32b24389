import { setTimeout as wait } from 'node:timers/promises';
import type { CampaignCommand } from '../../../src/actors/index.ts';
import { isRingmasterError } from '../../../src/domain/errors.ts';
import { openStore } from '../../support/cluster/database.ts';
import { openBus, startBenchCluster } from '../../support/cluster/instances.ts';
import { fillCampaign } from '../../support/fill.ts';
import { openHost } from '../../support/host.ts';
import type { Host } from '../../support/host.ts';
import { benchDefinition } from '../../support/people.ts';
import { count, ms, quantile } from '../../support/row.ts';
import type { Measure } from '../../support/row.ts';

const database = 'pause';
const pauses = 60;
const betweenMs = 150;
const by = 'bench';
const pause: CampaignCommand = { name: 'pause', pause: { cause: 'operator', by, reason: null } };

/** Pauses and resumes a campaign at an instance that does not own it, while the owner commits turn after turn. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  const { uri } = cluster;
  try {
    const open = async (instance: string): Promise<Host> =>
      openHost({
        path: await openStore({ uri, database, instance }),
        instance,
        bus: await openBus({ ...cluster, name: instance, prefix: database }),
      });
    const first = await open('first');
    const campaign = await fillCampaign({ engine: first.engine, definition: benchDefinition(), rows });
    await first.engine.command({ campaign, command: { name: 'start', startAt: null }, by });
    await first.close();
    const owner = cluster.begin({ database, campaigns: [campaign] });
    await owner.touch();
    const other = await open('other');
    await other.runtime.start();
    const order = async (command: CampaignCommand): Promise<number> => {
      const start = performance.now();
      await other.engine.command({ campaign, command, by });
      return performance.now() - start;
    };
    const took: number[] = [];
    try {
      while (took.length < pauses) {
        await wait(betweenMs);
        took.push(await order(pause));
        await order({ name: 'resume' });
      }
    } catch (error) {
      // The list is over.
      if (!isRingmasterError(error, 'campaign.command-refused') || took.length === 0) throw error;
    }
    await other.close();
    return [
      {
        what: 'pause at an instance that does not own the campaign, MongoDB and NATS',
        figure: `p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}`,
        target: 'p99 250 ms',
        remarks: `${count(took.length)} pauses; the owner commits turn after turn; no new attempt after the answer`,
      },
    ];
  } finally {
    await cluster.stop();
  }
};
