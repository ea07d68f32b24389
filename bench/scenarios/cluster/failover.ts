import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../support/cluster/database.ts';
import { startBenchCluster } from '../../support/cluster/instances.ts';
import type { BenchCluster, Instance } from '../../support/cluster/instances.ts';
import { fillCampaign } from '../../support/fill.ts';
import { openHost } from '../../support/host.ts';
import { benchDefinition } from '../../support/people.ts';
import { count, ms, quantile } from '../../support/row.ts';
import type { Measure, Row } from '../../support/row.ts';

const database = 'failover';
/** More than are called until the last kill. */
const contacts = 20_000;
const perSecond = 10;
/** An instance works for up to this long before it is ended, at a random moment. */
const workMs = 2_000;

/** Ends the owner of a campaign `rows` times by SIGKILL, then as often by SIGTERM, and waits until another dials. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  try {
    const campaign = await fill(cluster);
    const begin = (): Instance => cluster.begin({ database, campaigns: [campaign] });
    let [owner, other] = [begin(), begin()];
    await Promise.all([owner.ready, other.ready]);
    const endings: Row[] = [];
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const took: number[] = [];
      while (took.length < rows) {
        if (other.runs().owned > 0) [owner, other] = [other, owner];
        await owner.touch();
        await wait(Math.random() * workMs);
        const start = performance.now();
        const dials = other.touch();
        await Promise.all([dials.then(() => took.push(performance.now() - start)), owner.end(signal)]);
        [owner, other] = [other, begin()];
        await other.ready;
      }
      endings.push(rowOf(signal, took));
    }
    return endings;
  } finally {
    await cluster.stop();
  }
};

function rowOf(signal: 'SIGKILL' | 'SIGTERM', took: readonly number[]): Row {
  const at = (share: number): string => ms(quantile(took, share));
  return {
    what: `${signal} of the owner to the first touch by another instance, ${count(took.length)} times`,
    figure: `min ${at(0)}, p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, max ${at(1)}`,
    target: signal === 'SIGKILL' ? 'lease of 10 s + 2 s' : '1 s',
    remarks: `MongoDB and NATS on the same machine; the campaign starts ${perSecond} touches a second`,
  };
}

async function fill({ uri }: BenchCluster): Promise<string> {
  const host = await openHost({
    path: await openStore({ uri, database, instance: 'first' }),
    instance: 'first',
  });
  const definition = benchDefinition();
  const slow = { ...definition, rateLimits: { ...definition.rateLimits, perSecond } };
  const campaign = await fillCampaign({ engine: host.engine, definition: slow, rows: contacts });
  await host.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  await host.close();
  return campaign;
}
