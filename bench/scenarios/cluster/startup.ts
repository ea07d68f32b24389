import { startBenchCluster } from '../../support/cluster/instances.ts';
import { fillWaiting } from '../../support/cluster/waiting-campaigns.ts';
import { count, ms } from '../../support/row.ts';
import type { Measure } from '../../support/row.ts';

const database = 'startup';
const instances = 3;

/** Three instances start at the same time with `rows` campaigns that have no owner. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  try {
    const campaigns = await fillWaiting({ uri: cluster.uri, database, count: rows });
    const began = performance.now();
    const started = Array.from({ length: instances }, () => cluster.begin({ database, campaigns }));
    // An instance may own one campaign more than its share, so another one may own fewer.
    const most = Math.ceil(rows / instances) + 1;
    const least = rows - (instances - 1) * most;
    const since = (): number => performance.now() - began;
    const ready = Promise.all(started.map((one) => one.ready)).then(since);
    const owned = Promise.all(
      started.map((one) => one.untilRuns((runs) => runs.owned >= least && runs.owned <= most)),
    ).then(since);
    const loaded = Promise.all(started.map((one) => one.untilRuns((runs) => runs.loaded >= least))).then(
      since,
    );
    const [readyMs, ownedMs, loadedMs] = await Promise.all([ready, owned, loaded]);
    const peaks = await Promise.all(started.map(async (one) => (await one.ready).peakRssMb));
    return [
      {
        what: `${count(rows)} campaigns at the start of three instances, MongoDB`,
        figure: `each owns its share after ${ms(ownedMs)}`,
        target: '',
        remarks: `from the fork of the processes; the last \`start\` resolved after ${ms(readyMs)}; all read and checked after ${ms(loadedMs)}; peak RSS when started ${count(Math.max(...peaks))} MB`,
      },
    ];
  } finally {
    await cluster.stop();
  }
};
