import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../../support/cluster/database.ts';
import { startBenchCluster } from '../../support/cluster/instances.ts';
import type { BenchCluster } from '../../support/cluster/instances.ts';
import { cpuSecondsOf } from '../../support/cluster/process-cpu.ts';
import { fillWaiting } from '../../support/cluster/waiting-campaigns.ts';
import { openHost } from '../../support/host.ts';
import type { Host } from '../../support/host.ts';
import { count } from '../../support/row.ts';
import type { Measure, Row } from '../../support/row.ts';

const sizes = [1, 10, 100];
const measuredMs = 20_000;
const settleMs = 5_000;

/** The CPU of mongod while instances share `rows` campaigns that wait, and send their heartbeats. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  try {
    const found: Row[] = [];
    const idle = await shareOfCore(cluster);
    for (const size of sizes) found.push(await measureSize({ cluster, rows, size, idle }));
    return found;
  } finally {
    await cluster.stop();
  }
};

/** The CPU of mongod in hundredths of a core. */
async function shareOfCore({ mongodPid }: BenchCluster): Promise<number> {
  const before = cpuSecondsOf(mongodPid);
  const start = performance.now();
  await wait(measuredMs);
  return ((cpuSecondsOf(mongodPid) - before) / (performance.now() - start)) * 100_000;
}

async function measureSize({
  cluster,
  rows,
  size,
  idle,
}: {
  cluster: BenchCluster;
  rows: number;
  size: number;
  idle: number;
}): Promise<Row> {
  const { uri } = cluster;
  const database = `heartbeats-${size}`;
  const campaigns = await fillWaiting({ uri, database, count: rows });
  const names = Array.from({ length: size }, (_, index) => `instance-${index + 1}`);
  const open = async (instance: string): Promise<Host> =>
    openHost({ path: await openStore({ uri, database, instance }), instance });
  const hosts = await Promise.all(names.map(open));
  await Promise.all(hosts.map(({ runtime }) => runtime.start()));
  const owned = ({ runtime }: Host): number => campaigns.filter((id) => runtime.actor(id) !== null).length;
  const fair = Math.ceil(rows / size) + 1;
  const isShared = (): boolean => {
    const counts = hosts.map(owned);
    return counts.every((some) => some <= fair) && counts.reduce((sum, some) => sum + some, 0) === rows;
  };
  while (!isShared()) await wait(500);
  await wait(settleMs);
  const share = await shareOfCore(cluster);
  await Promise.all(hosts.map(({ close }) => close()));
  return {
    what: `heartbeats and reads of ${count(size)} instances with ${count(rows)} campaigns`,
    figure: `${share.toFixed(1)} % of a core of mongod`,
    target: '5 % with 100 instances and 10,000 campaigns',
    remarks: `over ${measuredMs / 1000} s; an idle mongod ${idle.toFixed(1)} %; a replica set of one member`,
  };
}
