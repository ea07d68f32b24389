import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { openStore } from '../../support/cluster/database.ts';
import { startBenchCluster } from '../../support/cluster/instances.ts';
import type { BenchCluster } from '../../support/cluster/instances.ts';
import { ratesOf, readOpCounts } from '../../support/cluster/op-counts.ts';
import { cpuSecondsOf } from '../../support/cluster/process-cpu.ts';
import { fillWaiting } from '../../support/cluster/waiting-campaigns.ts';
import { openHost } from '../../support/host.ts';
import type { Host } from '../../support/host.ts';
import { count } from '../../support/row.ts';
import type { Measure, Row } from '../../support/row.ts';

const database = 'heartbeats';
/** The largest first: each of its instances has few campaigns to read and check. */
const sizes = [100, 10, 1];
/** A sweep is due within this time at every instance, also if there are many. */
const measuredMs = 60_000;
const settleMs = 5_000;

/** The CPU of mongod while instances share `rows` campaigns that wait, and send their heartbeats. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  const client = new MongoClient(cluster.uri);
  try {
    const campaigns = await fillWaiting({ uri: cluster.uri, database, count: rows });
    const idle = await measureLoad({ cluster, client, forMs: measuredMs / 3 });
    const found: Row[] = [];
    for (const size of sizes) {
      const row = await measureSize({ cluster, client, campaigns, size, idle });
      process.stderr.write(`  ${row.what}: ${row.figure} (${row.remarks})\n`);
      found.push(row);
    }
    return found;
  } finally {
    await client.close();
    await cluster.stop();
  }
};

/** `percent`: the CPU of mongod in hundredths of a core. `rates`: its commands per second. */
type Load = { percent: number; rates: string };

async function measureLoad({
  cluster: { mongodPid },
  client,
  forMs,
}: {
  cluster: BenchCluster;
  client: MongoClient;
  forMs: number;
}): Promise<Load> {
  const before = await readOpCounts(client);
  const cpu = cpuSecondsOf(mongodPid);
  const start = performance.now();
  await wait(forMs);
  const seconds = (performance.now() - start) / 1000;
  const percent = ((cpuSecondsOf(mongodPid) - cpu) / seconds) * 100;
  return { percent, rates: ratesOf({ before, after: await readOpCounts(client), seconds }) };
}

async function measureSize({
  cluster,
  client,
  campaigns,
  size,
  idle,
}: {
  cluster: BenchCluster;
  client: MongoClient;
  campaigns: readonly string[];
  size: number;
  idle: Load;
}): Promise<Row> {
  const { uri } = cluster;
  const names = Array.from({ length: size }, (_, index) => `instance-${index + 1}-of-${size}`);
  const open = async (instance: string): Promise<Host> =>
    openHost({ path: await openStore({ uri, database, instance }), instance });
  const hosts = await Promise.all(names.map(open));
  await Promise.all(hosts.map(({ runtime }) => runtime.start()));
  const fair = Math.ceil(campaigns.length / size) + 1;
  const isReady = (): boolean => {
    const runs = hosts.map(({ runtime }) => campaigns.filter((id) => runtime.actor(id)?.memory()));
    return (
      runs.every(({ length }) => length <= fair) &&
      runs.reduce((sum, { length }) => sum + length, 0) === campaigns.length
    );
  };
  while (!isReady()) await wait(1_000);
  await wait(settleMs);
  const { percent, rates } = await measureLoad({ cluster, client, forMs: measuredMs });
  await Promise.all(hosts.map(({ close }) => close()));
  return {
    what: `heartbeats and reads of ${count(size)} instances with ${count(campaigns.length)} campaigns`,
    figure: `${percent.toFixed(1)} % of a core of mongod`,
    target: '5 % with 100 instances and 10,000 campaigns',
    remarks: `over ${measuredMs / 1000} s; an idle mongod ${idle.percent.toFixed(1)} %; commands per second: ${rates}; a replica set of one member`,
  };
}
