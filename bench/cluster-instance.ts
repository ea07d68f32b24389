import { once } from 'node:events';
import { openStore } from './support/cluster/database.ts';
import { openBus } from './support/cluster/instances.ts';
import { openHost } from './support/host.ts';

/** What an instance is told. It reports how many of `campaigns` it runs. */
export type InstanceOrder = {
  instance: string;
  uri: string;
  database: string;
  natsUrl: string;
  campaigns: readonly string[];
};

/**
 * What an instance reports: that it has started, each touch, and how many campaigns it runs, of which `loaded` have been
 * read and checked.
 */
export type InstanceNews =
  | { kind: 'ready'; startMs: number; peakRssMb: number }
  | { kind: 'touch' }
  | { kind: 'runs'; owned: number; loaded: number };

/** One instance of a cluster, as a process that is forked and gets its order as its first message. Ends in good order on SIGTERM. */
const [order] = (await once(process, 'message')) as [InstanceOrder];
const { instance, uri, database, natsUrl, campaigns } = order;
const tell = (news: InstanceNews): void => void process.send?.(news);
const bus = await openBus({ natsUrl, name: instance, prefix: database });
const host = await openHost({
  path: await openStore({ uri, database, instance }),
  instance,
  bus,
  note: () => tell({ kind: 'touch' }),
});

const watchMs = 50;
let told = '';
setInterval(() => {
  const actors = campaigns.map(host.runtime.actor).filter((actor) => actor !== null);
  const runs = { owned: actors.length, loaded: actors.filter((actor) => actor.memory()).length };
  if (JSON.stringify(runs) === told) return;
  told = JSON.stringify(runs);
  tell({ kind: 'runs', ...runs });
}, watchMs);

process.once('SIGTERM', () => void host.close().then(() => process.exit(0)));
const start = performance.now();
await host.runtime.start();
tell({
  kind: 'ready',
  startMs: performance.now() - start,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
});
