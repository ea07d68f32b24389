import { startBenchCluster } from '../../support/cluster/instances.ts';
import { fillWaiting } from '../../support/cluster/waiting-campaigns.ts';
import { count, ms } from '../../support/row.ts';
import type { Measure } from '../../support/row.ts';

const database = 'takeover';

/** An instance starts with `rows` campaigns; a second one joins and gets its share; the first one is killed. */
export const measure: Measure = async ({ rows }) => {
  const cluster = await startBenchCluster();
  try {
    const campaigns = await fillWaiting({ uri: cluster.uri, database, count: rows });
    const first = cluster.begin({ database, campaigns });
    const began = performance.now();
    const { startMs, peakRssMb } = await first.ready;
    await first.untilRuns(({ loaded }) => loaded === rows);
    const loadedMs = performance.now() - began;

    const second = cluster.begin({ database, campaigns });
    await second.ready;
    const joined = performance.now();
    const share = Math.ceil(rows / 2) + 1;
    await first.untilRuns(({ owned }) => owned <= share);
    await second.untilRuns(({ owned }) => owned >= rows - share);
    const sharedMs = performance.now() - joined;

    const killed = performance.now();
    const taken = second.untilRuns(({ owned }) => owned === rows).then(() => performance.now() - killed);
    const loaded = second.untilRuns((runs) => runs.loaded === rows).then(() => performance.now() - killed);
    await first.end('SIGKILL');
    const [takenMs, readMs] = await Promise.all([taken, loaded]);
    const moved = rows - Math.floor(rows / 2);
    return [
      {
        what: `${count(rows)} campaigns at the start of an instance, MongoDB`,
        figure: ms(startMs),
        target: '1 s for 10,000',
        remarks: `owned when \`start\` resolves; all read and checked ${ms(loadedMs)} after the fork of the process; peak RSS ${count(peakRssMb)} MB`,
      },
      {
        what: `a second instance joins ${count(rows)} campaigns`,
        figure: ms(sharedMs),
        target: '30 s, at most 50 moves a second',
        remarks: `from its start until neither owns more than ${count(share)}`,
      },
      {
        what: `kill -9 of the owner of about ${count(moved)} campaigns`,
        figure: ms(takenMs),
        target: 'lease of 10 s + 2 s',
        remarks: `until another instance owns all ${count(rows)}; all read and checked after ${ms(readMs)}`,
      },
    ];
  } finally {
    await cluster.stop();
  }
};
